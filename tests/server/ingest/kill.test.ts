import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../../../db/connection";
import { databaseFile } from "../../../db/home";
import { readCursor } from "../../../db/store/runs/external-runs";
import { expectConsistent } from "../../db/brute-force";
import { outputOf, startScript } from "../../db/run-script";
import { startRun } from "../../db/test-run";
import { freshDatabase, freshHome } from "../../setup/database";
import { type ServerProcess, serverProcess } from "../support/servers";
import { post } from "./post";

const kills = 50;
/** A server takes a second to come up, a process that only records a third of that. */
const victims = ["trainer", "both", "trainer", "server", "trainer"] as const;
const stepsPerBatch = 20;
/** Clients send so many batches in a row, as fast as they are acknowledged, and then rest. */
const burst = { batches: 20, restMs: 500 };
const names = ["loss", "gradient_norm", "late"] as const;

/** Batch `seq` of a client that is so fast that its points wait in the inbox. */
function wideBatchOf(run: string, seq: number) {
  const step = Array.from({ length: 25 }, (_, index) => (seq - 1) * 25 + index);
  const columns = { step, wallTimeMs: step, value: step.map((at) => valueAt(at, seq)) };
  return { run, seq, series: Object.fromEntries(wideNames.map((name) => [name, columns])) };
}

const wideNames = Array.from({ length: 40 }, (_, index) => `layer${index}`);

/** Batch `seq` of a client. `late` repeats the steps of the batch before with other values. */
function batchOf(run: string, seq: number) {
  const steps = (from: number) => Array.from({ length: stepsPerBatch }, (_, index) => from + index);
  const now = steps((seq - 1) * stepsPerBatch);
  const late = seq === 1 ? now : steps((seq - 2) * stepsPerBatch).concat(now);
  const columns = (step: number[]) => ({ step, wallTimeMs: step, value: step.map((at) => valueAt(at, seq)) });
  return { run, seq, series: { loss: columns(now), gradient_norm: columns(now), late: columns(late) } };
}

const valueAt = (step: number, seq: number): number | "NaN" =>
  step % 50 === 49 ? "NaN" : Math.sin(step) * seq;

/** What the store should hold after the first `batches`. */
function expectedPoints(name: (typeof names)[number], batches: number): Map<number, number> {
  const points = new Map<number, number>();
  for (let seq = 1; seq <= batches; seq++) {
    const { step, value } = batchOf("", seq).series[name];
    for (const [index, at] of step.entries()) points.set(at, Number(value[index]));
  }
  return points;
}

/** Sends one batch after the other, each until it is acknowledged; returns how many were. */
async function sendUntil(
  stopped: () => boolean,
  url: () => string,
  batchAt: (seq: number) => object,
): Promise<number> {
  for (let seq = 1; ; ) {
    if (stopped()) return seq - 1;
    const answer = await post(url(), batchAt(seq)).catch(() => undefined);
    if (answer?.status === 200) {
      if (seq % burst.batches === 0) await delay(burst.restMs);
      seq++;
    } else if (answer && answer.status !== 503)
      throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
    else await delay(20);
  }
}

/** A trainer that records into the store itself, and what it had been told is stored when it died. */
async function startRecording(home: string, runId: string) {
  const child = await startScript("append-batches", [home, runId, "1000000", String(stepsPerBatch), "5"]);
  const output = outputOf(child);
  return {
    kill: async () => {
      child.kill("SIGKILL");
      const { lines, errors, signal } = await output;
      expect([signal, errors]).toEqual(["SIGKILL", ""]);
      return Number(lines.at(-1) ?? 0);
    },
  };
}

test(`server and trainer, killed with -9 at ${kills} random moments, each alone and both at once, leave every acknowledged point there once, and rollups equal brute force`, {
  timeout: 600_000,
}, async () => {
  const home = freshHome();
  const setup = freshDatabase(home);
  const { runId } = startRun(setup);
  setup.close();
  let server: ServerProcess = await serverProcess(home);
  let trainer = await startRecording(home, runId);
  let stopped = false;
  onTestFinished(() => {
    stopped = true;
  });
  const runs = ["one", "two"];
  const wide = ["wide-one", "wide-two"];
  const send = (batchAt: (seq: number) => object) =>
    sendUntil(
      () => stopped,
      () => server.url,
      batchAt,
    );
  const sending = [
    ...runs.map((run) => send((seq) => batchOf(run, seq))),
    ...wide.map((run) => send((seq) => wideBatchOf(run, seq))),
  ];
  const failed = Promise.all(sending);
  let recorded = 0;
  const killTrainer = async () => {
    recorded = Math.max(recorded, await trainer.kill());
  };
  for (let kill = 0; kill < kills; kill++) {
    await Promise.race([delay(30 + 400 * Math.random()), failed]);
    const victim = victims[kill % victims.length];
    // Both die before either comes back.
    await Promise.all([victim !== "trainer" && server.end("SIGKILL"), victim !== "server" && killTrainer()]);
    await Promise.all([
      victim !== "trainer" &&
        serverProcess(home).then((next) => {
          server = next;
        }),
      victim !== "server" &&
        startRecording(home, runId).then((next) => {
          trainer = next;
        }),
    ]);
  }
  await delay(200);
  stopped = true;
  const acknowledged = await Promise.all(sending);
  await killTrainer();
  await server.end("SIGTERM");

  const db = openDatabase(databaseFile(home));
  onTestFinished(() => db.close());
  expect(db.sqlite.pragma("integrity_check", { simple: true })).toBe("ok");
  const stored = readCursor(db, runId).lastSeq;
  expect(recorded).toBeGreaterThan(kills);
  // The last may have been committed without its acknowledgement getting out.
  expect([recorded, recorded + 1]).toContain(stored);
  const halves = new Map(Array.from({ length: stored * stepsPerBatch }, (_, step) => [step, step / 2]));
  for (const name of ["a", "b", "c"]) expectConsistent(db, runId, name, halves, (step) => step);
  for (const [index, run] of runs.entries()) {
    const batches = acknowledged[index] as number;
    expect(batches).toBeGreaterThan(0);
    for (const name of names) expectConsistent(db, run, name, expectedPoints(name, batches), (step) => step);
  }
  for (const [index, run] of wide.entries()) {
    const batches = acknowledged[runs.length + index] as number;
    expect(batches).toBeGreaterThan(0);
    const points = new Map<number, number>();
    for (let seq = 1; seq <= batches; seq++)
      for (const at of wideBatchOf(run, seq).series.layer0?.step ?? [])
        points.set(at, Number(valueAt(at, seq)));
    for (const name of wideNames.filter((_, place) => place % 20 === 0))
      expectConsistent(db, run, name, points, (step) => step);
  }
});
