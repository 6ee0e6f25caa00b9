import { spawn } from "node:child_process";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Database } from "../../../db/database";
import { isAlive, processStart } from "../../../db/process-identity";
import { enqueueLaunch } from "../../../db/store/experiments/launches";
import { appendEvents } from "../../../db/store/ingest/append-events";
import { claimRun, createRun, getRun, requestCancel } from "../../../db/store/runs/runs";
import { findSeries } from "../../../db/store/series/series";
import { stepsOfEveryStep } from "../../db/stored-points";
import { freshDatabase, freshHome } from "../../setup/database";
import { client } from "../support/client";
import { serverHere, serverProcess } from "../support/servers";
import { endlessConfig, shortConfig } from "../support/trainers";
import { waitFor } from "../support/wait-for";

// Real processes on a busy machine: the limit is for hanging, not for speed.
vi.setConfig({ testTimeout: 120_000 });

const training = (db: Database, id: string, beyond = 0) =>
  waitFor(`run ${id} to pass step ${beyond}`, () => {
    const run = getRun(db, id);
    if (run.status !== "queued" && run.status !== "running") throw new Error(`${run.status}: ${run.message}`);
    return run.status === "running" && (run.step ?? -1) > beyond && run;
  });

const ended = (db: Database, id: string) =>
  waitFor(`run ${id} to end`, () => {
    const run = getRun(db, id);
    return run.endedAt !== null && run;
  });

/** Each series that has a point at every step holds every step once, from the first to the last: no batch was half stored or stored twice. */
function expectWholeSteps(db: Database, runId: string): void {
  const stored = stepsOfEveryStep(db, runId);
  expect(stored.size).toBeGreaterThan(5);
  const { step: last } = getRun(db, runId);
  for (const [name, steps] of stored) {
    const first = steps[0] as number;
    expect(steps, name).toEqual(Array.from({ length: (last ?? 0) - first + 1 }, (_, index) => first + index));
    expect(findSeries(db, runId, name)?.count, name).toBe(steps.length);
  }
}

describe("the queue", () => {
  test("runs start in the order of the queue, as many as there are slots, until all have ended", async () => {
    const home = freshHome();
    const db = freshDatabase(home);
    const { url } = await serverHere(home, { slots: 1 });
    const { launches } = client(url);
    const ids: string[] = [];
    for (const seed of [0, 1])
      ids.push((await launches.run.mutate({ config: { ...shortConfig, seed } })).runId);
    const [first, second] = ids as [string, string];
    await training(db, first);
    expect(getRun(db, second).status).toBe("queued");
    expect(await launches.queue.query()).toMatchObject([{ runId: second, position: 1 }]);
    await ended(db, second);
    expect(ids.map((id) => getRun(db, id).status)).toEqual(["finished", "finished"]);
    expect(getRun(db, second).startedAt).toBeGreaterThanOrEqual(getRun(db, first).endedAt as number);
    expectWholeSteps(db, first);
  });

  test("a cancelled run that waits never starts, and one that trains stops", async () => {
    const home = freshHome();
    const db = freshDatabase(home);
    const { url } = await serverHere(home, { slots: 1 });
    const { launches, runs } = client(url);
    const { runId: first } = await launches.run.mutate({ config: endlessConfig });
    const { runId: second } = await launches.run.mutate({ config: endlessConfig });
    const { pid, pidStartedAt } = await training(db, first);
    expect(await runs.cancel.mutate({ id: second })).toEqual({ id: second, state: "cancelled" });
    expect(await runs.cancel.mutate({ id: first })).toEqual({ id: first, state: "requested" });
    expect(await ended(db, first)).toMatchObject({ status: "cancelled" });
    expect(getRun(db, second)).toMatchObject({ status: "cancelled", attempt: 0 });
    await waitFor(
      "its process to go",
      () => !isAlive({ pid: pid as number, startedAt: pidStartedAt as number }),
    );
    await expect(runs.cancel.mutate({ id: first })).rejects.toThrow(/has ended already/);
  });

  test("a cancelled run that is resumed goes on where it was", async () => {
    const home = freshHome();
    const db = freshDatabase(home);
    const { url } = await serverHere(home);
    const { launches, runs } = client(url);
    const { runId } = await launches.run.mutate({ config: endlessConfig });
    await expect(runs.resume.mutate({ id: runId })).rejects.toThrow(/waits for a trainer|is being trained/);
    await training(db, runId, 20);
    await runs.cancel.mutate({ id: runId });
    const { endedStep } = await ended(db, runId);
    await runs.resume.mutate({ id: runId });
    await training(db, runId, (endedStep as number) + 1);
    expect(getRun(db, runId)).toMatchObject({ attempt: 2, endedStep: null });
    const log = db.sqlite.prepare("SELECT text FROM log_line WHERE attempt = 2").pluck().all();
    expect(log).toContain(`Goes on after step ${endedStep} from its checkpoint`);
  });

  test("a trainer that does not stop when asked is killed, and its run ends as cancelled", async () => {
    const home = freshHome();
    const db = freshDatabase(home);
    const stubborn = spawn(process.execPath, [
      "-e",
      "process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6)",
    ]);
    onTestFinished(() => void stubborn.kill("SIGKILL"));
    const pid = stubborn.pid as number;
    const runId = createRun(db, { config: endlessConfig });
    claimRun(db, runId, { pid, pidStartedAt: processStart(pid) as number });
    requestCancel(db, runId, Date.now() - 11_000);
    await serverHere(home);
    const gone = await new Promise((resolve) => stubborn.once("exit", (_code, signal) => resolve(signal)));
    expect(gone).toBe("SIGKILL");
    expect(await ended(db, runId)).toMatchObject({ status: "cancelled" });
  });

  test("a trainer that fails before it takes up its run ends it as crashed, with its output", async () => {
    const home = freshHome();
    const db = freshDatabase(home);
    const { url } = await serverHere(home);
    process.env.GRADIOMETER_BACKEND = "abacus";
    const { runId } = await client(url)
      .launches.run.mutate({ config: endlessConfig })
      .finally(async () => {
        await waitFor("the trainer to start", () =>
          db.sqlite.prepare("SELECT 1 FROM launch WHERE started_at > 0").get(),
        );
        delete process.env.GRADIOMETER_BACKEND;
      });
    const run = await ended(db, runId);
    expect(run).toMatchObject({ status: "crashed", attempt: 0 });
    expect(run.message).toMatch(/abacus/);
  });
});

describe("a trainer killed with -9", () => {
  test("ends as lost at once, says so, and keeps all it had stored", async () => {
    const home = freshHome();
    const db = freshDatabase(home);
    const { url } = await serverHere(home);
    const { runId } = await client(url).launches.run.mutate({ config: endlessConfig });
    const { pid } = await training(db, runId, 20);
    process.kill(pid as number, "SIGKILL");
    const run = await ended(db, runId);
    expect(run).toMatchObject({ status: "lost" });
    expect(run.message).toMatch(new RegExp(`\\(pid ${pid}\\) was killed by SIGKILL after step ${run.step}`));
    expectWholeSteps(db, runId);
  });

  test("that no server had started is noticed as well", async () => {
    const home = freshHome();
    const db = freshDatabase(home);
    const runId = createRun(db, { config: endlessConfig });
    claimRun(db, runId, { pid: process.pid, pidStartedAt: 1 }, { now: Date.now() - 60_000 });
    appendEvents(db, {
      runId,
      attempt: 1,
      seq: 1,
      series: { "loss/rnn": { step: [7], wallTimeMs: [1], value: [1] } },
    });
    await serverHere(home);
    const run = await ended(db, runId);
    expect(run).toMatchObject({ status: "lost" });
    expect(run.message).toMatch(/is gone: it ended after step 7 was stored and nobody saw how/);
  });

  test("whose heartbeat is recent may live where this server cannot see it", async () => {
    const home = freshHome();
    const db = freshDatabase(home);
    const runId = createRun(db, { config: endlessConfig });
    claimRun(db, runId, { pid: 1, pidStartedAt: 1 }, { now: Date.now() + 3_600_000 });
    await serverHere(home);
    const other = createRun(db, { config: endlessConfig });
    claimRun(db, other, { pid: 1, pidStartedAt: 1 }, { now: 0 });
    await ended(db, other);
    expect(getRun(db, runId).status).toBe("running");
  });
});

describe("a server killed with -9", () => {
  test("leaves its trainers training; the next one takes them up, stops and counts them", async () => {
    const home = freshHome();
    const db = freshDatabase(home);
    const first = await serverProcess(home, ["--slots", "1"]);
    const { runId } = await client(first.url).launches.run.mutate({ config: endlessConfig });
    const before = await training(db, runId);
    await first.end("SIGKILL");
    await training(db, runId, (before.step ?? 0) + 20);
    const second = await serverProcess(home, ["--slots", "1"]);
    expect(second.stderr()).toContain("Taken up 1 training that went on meanwhile");
    const waiting = await client(second.url).launches.run.mutate({ config: shortConfig });
    const after = await training(db, runId, (getRun(db, runId).step ?? 0) + 20);
    expect(after).toMatchObject({ pid: before.pid, attempt: 1 });
    expect(getRun(db, waiting.runId).status, "its slot is taken").toBe("queued");
    await client(second.url).runs.cancel.mutate({ id: runId });
    expect(await ended(db, runId)).toMatchObject({ status: "cancelled" });
    expect(await ended(db, waiting.runId)).toMatchObject({ status: "finished" });
    expectWholeSteps(db, runId);
  });

  test("together with its trainer: the next one says what happened, and nothing stored is lost", async () => {
    const home = freshHome();
    const db = freshDatabase(home);
    const first = await serverProcess(home);
    const { runId } = await client(first.url).launches.run.mutate({ config: endlessConfig });
    const { pid, step } = await training(db, runId, 20);
    const dead = first.end("SIGKILL");
    process.kill(pid as number, "SIGKILL");
    await dead;
    await serverProcess(home);
    const run = await ended(db, runId);
    expect(run).toMatchObject({ status: "lost" });
    expect(run.message).toMatch(/is gone: it ended after step \d+ was stored and nobody saw how/);
    expect(run.step).toBeGreaterThanOrEqual(step as number);
    expectWholeSteps(db, runId);
  });

  test("between taking a run from the queue and its trainer's start does not lose the run", async () => {
    const home = freshHome();
    const db = freshDatabase(home);
    const runId = createRun(db, { config: shortConfig });
    enqueueLaunch(db, runId);
    db.sqlite.prepare("UPDATE launch SET started_at = ?").run(Date.now() - 120_000);
    await serverHere(home);
    expect(await ended(db, runId)).toMatchObject({ status: "finished" });
  });
});

test("a server that stops leaves its trainers training", async () => {
  const home = freshHome();
  const db = freshDatabase(home);
  const server = await serverHere(home);
  const { runId } = await client(server.url).launches.run.mutate({ config: endlessConfig });
  const { step } = await training(db, runId);
  await server.close();
  await training(db, runId, (step ?? 0) + 50);
});
