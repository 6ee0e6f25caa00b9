import { readFileSync } from "node:fs";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import type { Database } from "../../../db/database";
import { mediaFile } from "../../../db/home";
import { listMedia } from "../../../db/store/media/media";
import { claimRun, createRun, requestCancel } from "../../../db/store/runs/runs";
import { createEmitter, type Emitter } from "../../../trainer/emitter/emitter";
import { gridOf } from "../../../trainer/samples/drawing";
import { storedPoints } from "../../db/stored-points";
import { freshDatabase, freshHome } from "../../setup/database";

function startRun() {
  const home = freshHome();
  const db = freshDatabase(home);
  const runId = createRun(db, { config: { workload: "ring-gan", steps: 1000 } });
  const attempt = claimRun(db, runId, { pid: process.pid, pidStartedAt: null });
  return { db, run: { home, runId, attempt, configHash: "c", codeVersion: "test" } };
}

const storedSteps = (db: Database, name: string) =>
  (db.statement("SELECT id FROM run").pluck().all() as string[])
    .flatMap((runId) => storedPoints(db, runId))
    .filter((point) => point.name === name)
    .map(({ step, value }) => [step, value]);

/** Emits a point a millisecond or so, until `done`. */
async function emitUntil(emitter: Emitter, done: () => boolean): Promise<number> {
  let step = 0;
  while (!done()) {
    step += 1;
    emitter.points(step, new Map([["loss/rnn", step / 2]]));
    await emitter.breathe();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return step;
}

describe("emitter", () => {
  it("stores everything it was given: points, log, picture, status", async () => {
    const { db, run } = startRun();
    const emitter = createEmitter(run, { onCancel() {} });
    for (let step = 1; step <= 300; step += 1) {
      emitter.points(step, new Map([["loss/rnn", step === 7 ? Number.NaN : step * 0.5]]));
      await emitter.breathe();
    }
    emitter.log("info", "halfway");
    emitter.picture(300, "samples", gridOf(Float32Array.of(1, -1, 0, 1), 2, 1));
    emitter.status({ status: "finished", step: 300 });
    await emitter.close();

    const steps = storedSteps(db, "loss/rnn") as [number, number][];
    expect(steps.map(([step]) => step)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
    expect(steps[99]).toEqual([100, 50]);
    expect(db.sqlite.prepare("SELECT text FROM log_line").pluck().all()).toEqual(["halfway"]);
    expect(db.sqlite.prepare("SELECT status, step, ended_step FROM run").raw().get()).toEqual([
      "finished",
      300,
      300,
    ]);
    const [picture] = listMedia(db, run.runId);
    expect(picture).toMatchObject({ step: 300, name: "samples", width: 10, height: 10 });
    const png = PNG.sync.read(readFileSync(mediaFile(run.home, picture!.sha256)));
    // A border of 3, then the first image's pixels, each a square of 2.
    const first = 4 * (3 * 10 + 3);
    expect([png.width, png.height]).toEqual([10, 10]);
    expect([...png.data.subarray(first, first + 12)]).toEqual([
      255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 255,
    ]);
  });

  it("lets training wait while the database is locked, and loses nothing", async () => {
    const { db, run } = startRun();
    const emitter = createEmitter(run, { onCancel() {} });
    await emitUntil(emitter, () => storedSteps(db, "loss/rnn").length > 0);
    db.sqlite.exec("BEGIN IMMEDIATE");
    let emitted = 0;
    let breathed = Promise.resolve(false);
    let isWaiting = false;
    while (!isWaiting) {
      emitted += 1;
      emitter.points(emitted, new Map([["loss/generator", emitted]]));
      breathed = emitter.breathe();
      const slow = new Promise((resolve) => setTimeout(resolve, 1000, "waits"));
      isWaiting = (await Promise.race([breathed, slow])) === "waits";
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    db.sqlite.exec("COMMIT");
    await breathed;
    await emitter.close();
    const steps = storedSteps(db, "loss/generator") as [number, number][];
    expect(steps.map(([at]) => at)).toEqual(Array.from({ length: emitted }, (_, index) => index + 1));
  });

  it("passes on a person's request to stop", async () => {
    const { db, run } = startRun();
    let isCancelled = false;
    const emitter = createEmitter(run, {
      onCancel() {
        isCancelled = true;
      },
    });
    requestCancel(db, run.runId);
    await emitUntil(emitter, () => isCancelled);
    emitter.status({ status: "cancelled" });
    await emitter.close();
    expect(db.sqlite.prepare("SELECT status FROM run").pluck().get()).toBe("cancelled");
  });

  it("ends training when the run was taken over or ended elsewhere", async () => {
    const { db, run } = startRun();
    const emitter = createEmitter(run, { onCancel() {} });
    db.sqlite.exec("UPDATE run SET attempt = attempt + 1");
    await expect(emitUntil(emitter, () => false)).rejects.toThrow(/superseded|taken over/);
    await expect(emitter.close()).rejects.toThrow(/superseded|taken over/);
  });
});
