import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished } from "vitest";
import { openDatabase, openStore } from "../../../db/connection";
import { RunConfig } from "../../../db/contract/run-config";
import type { Database } from "../../../db/database";
import { databaseFile } from "../../../db/home";
import { isInBranch } from "../../../db/store/branches/branches";
import { readPoints } from "../../../db/store/points/read-points";
import { createRun, getRun } from "../../../db/store/runs/runs";
import { listSeries } from "../../../db/store/series/series";
import { compareRecordings } from "../../../server/runs/compare-recordings";
import { expectConsistent } from "../../db/brute-force";
import { emptyHome } from "../../setup/database";
import { startTrainer } from "../../trainer/trainer-process";
import { post } from "../ingest/post";
import { client } from "../support/client";
import { type ServerProcess, serverProcess } from "../support/servers";
import { endlessConfig } from "../support/trainers";
import { waitFor } from "../support/wait-for";

const victims = ["trainer", "both", "server", "trainer"] as const;
/** From its claim of the run a trainer takes half a second to its first step: some die before it, most behind it. */
const longestLifeMs = 1500;
const config = RunConfig.parse({ ...endlessConfig, checkpoints: { every: 20, keep: 3 } });

/**
 * A real server and a real trainer that it started, killed with -9 at random moments, each alone and both at once; a run
 * whose trainer died is resumed as a person would. Meanwhile a client records over HTTP. Afterwards everything that
 * anybody was told is stored is there once, rollups are what brute force gives, and the run is bitwise the one that a
 * trainer makes which nobody killed.
 */
export async function killAtRandom(kills: number): Promise<void> {
  const home = emptyHome();
  openStore(home).close();
  const db = openDatabase(databaseFile(home));
  onTestFinished(() => db.close());
  let server = await serverProcess(home, ["--slots", "1"]);
  const { runId } = await client(server.url).launches.run.mutate({ config });
  const recording = recordOverHttp(() => server);

  let resumed = 0;
  for (let kill = 0; kill < kills; kill++) {
    const victim = victims[kill % victims.length];
    const killsTrainer = victim !== "server";
    if (killsTrainer) await running(db, runId);
    await Promise.race([delay(longestLifeMs * Math.random()), recording.failed]);
    const seen = pointsOf(db, runId);
    if (killsTrainer) process.kill(getRun(db, runId).pid as number, "SIGKILL");
    if (victim !== "trainer") {
      await server.end("SIGKILL");
      expectStillThere(db, runId, seen);
      server = await serverProcess(home, ["--slots", "1"]);
    }
    if (killsTrainer) {
      await waitFor("the trainer's end to be noticed", () => getRun(db, runId).status === "lost");
      expectStillThere(db, runId, seen);
      await client(server.url).runs.resume.mutate({ id: runId });
      resumed++;
    }
  }

  const { attempt } = await running(db, runId);
  expect(attempt).toBe(resumed + 1);
  await waitFor("the run to have made some steps", () => (getRun(db, runId).step ?? 0) > 20);
  await client(server.url).runs.cancel.mutate({ id: runId });
  const { step } = await waitFor(
    "the run to end",
    () => getRun(db, runId).endedAt !== null && getRun(db, runId),
  );
  const acknowledged = await recording.stop();
  await server.end("SIGTERM");

  expect(db.sqlite.pragma("integrity_check", { simple: true })).toBe("ok");
  const sent = new Map(Array.from({ length: acknowledged * pointsPerBatch }, (_, at) => [at, Math.sin(at)]));
  expectConsistent(db, httpRun, "loss", sent, (at) => at);
  expectRollups(db, runId);

  const whole = createRun(db, { config });
  const trainer = startTrainer(home, ["--run", whole, "--until", String(step)]);
  expect([await trainer.exit, trainer.errors()]).toEqual([
    expect.objectContaining({ code: 0 }),
    expect.any(String),
  ]);
  const compared = compareRecordings(db, runId, whole, step as number);
  expect(compared.difference).toBeUndefined();
  expect(compared.points).toBeGreaterThan(step as number);
}

const running = (db: Database, runId: string) =>
  waitFor("the run to be trained", () => {
    const run = getRun(db, runId);
    return run.status === "running" && run;
  });

const httpRun = "over-http";
const pointsPerBatch = 50;

/** Sends batch after batch, each until it is acknowledged, to whichever server lives. */
function recordOverHttp(server: () => ServerProcess) {
  let stopped = false;
  onTestFinished(() => {
    stopped = true;
  });
  async function record(): Promise<number> {
    for (let seq = 1; ; ) {
      if (stopped) return seq - 1;
      const step = Array.from({ length: pointsPerBatch }, (_, index) => (seq - 1) * pointsPerBatch + index);
      const loss = { step, wallTimeMs: step, value: step.map(Math.sin) };
      const answer = await post(server().url, { run: httpRun, seq, series: { loss } }).catch(() => undefined);
      if (answer?.status === 200) seq++;
      else if (answer && answer.status !== 503)
        throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
      await delay(20);
    }
  }
  const failed = record();
  return {
    failed: failed.then(() => {}),
    stop: () => {
      stopped = true;
      return failed;
    },
  };
}

interface Seen {
  seriesId: number;
  step: number;
  value: number;
}

const pointsOf = (db: Database, runId: string): Seen[] =>
  listSeries(db, runId).flatMap(({ id }) => {
    const { step, value } = readPoints(db, id, -1, Number.MAX_SAFE_INTEGER);
    return step.map((at, index) => ({ seriesId: id, step: at, value: value[index] as number }));
  });

/** What was read before a kill is there behind it: in its series, or in the branch that a resumed run left behind. */
function expectStillThere(db: Database, runId: string, seen: readonly Seen[]): void {
  const stored = new Map(
    pointsOf(db, runId).map(({ seriesId, step, value }) => [`${seriesId} ${step}`, value]),
  );
  const lost = seen.filter(
    ({ seriesId, step, value }) =>
      !Object.is(stored.get(`${seriesId} ${step}`), value) && !isInBranch(db, seriesId, step, value),
  );
  expect(lost).toEqual([]);
}

function expectRollups(db: Database, runId: string): void {
  for (const { id, name } of listSeries(db, runId)) {
    const { step, wallTimeMs, value } = readPoints(db, id, -1, Number.MAX_SAFE_INTEGER);
    const times = new Map(step.map((at, index) => [at, wallTimeMs[index] as number]));
    const points = new Map(step.map((at, index) => [at, value[index] as number]));
    expectConsistent(db, runId, name, points, (at) => times.get(at) as number);
  }
}
