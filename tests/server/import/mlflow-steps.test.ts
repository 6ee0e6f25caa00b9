import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { listBranches } from "../../../db/store/branches/branches";
import { findSeries } from "../../../db/store/series/series";
import { importPlace, pointsOf } from "./import-here";

const runId = "ebf6bd41056f411595878b739d6be38a";

/** A run in an mlruns folder, logged to as MLflow's file store does: "timestamp value step" a line, as it comes. */
function mlruns() {
  const place = importPlace();
  const folder = join(place.folder, "mlruns", "1", runId);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "meta.yaml"), `run_id: ${runId}\nrun_name: steps\nstatus: 3\n`);
  let now = 1_700_000_000_000;
  const log = (name: string, step: number, value: number, at = ++now) => {
    const file = join(folder, "metrics", name);
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, `${at} ${value} ${step}\n`);
  };
  const again = (goesOn = false) => place.import(join(place.folder, "mlruns"), { goesOn })[0]!;
  return { ...place, log, again, now: () => now };
}

const steps = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

test("a step that is logged once more, as a summary is at step 0, is stored in its place and orphans nothing", () => {
  const { db, log, again } = mlruns();
  for (const step of steps(0, 100)) log("loss", step, 1 / (1 + step));
  log("loss", 0, 7);
  for (const step of steps(100, 120)) log("loss", step, 1 / (1 + step));
  const run = again();
  expect(run.remarks).toEqual([
    '1 steps come after later ones (the first: step 0 of "loss" after 99), logged late or once more: stored in their place.',
  ]);
  expect(listBranches(db, run.runId)).toEqual([]);
  expect(pointsOf(db, run.runId, "loss").map(([step]) => step)).toEqual(steps(0, 120));
  expect(pointsOf(db, run.runId, "loss")[0]).toEqual([0, 7]);
  expect(findSeries(db, run.runId, "loss")).toMatchObject({ replaced: 1 });
});

test("lines that come late, as of several threads, are stored in their place", () => {
  const { db, log, again, now } = mlruns();
  for (const step of [0, 1, 4, 2, 3, 5, 9, 7, 6, 8]) log("loss", step, step, 1_700_000_000_000 + step);
  expect(now()).toBe(1_700_000_000_000);
  const run = again();
  expect(listBranches(db, run.runId)).toEqual([]);
  expect(pointsOf(db, run.runId, "loss")).toEqual(steps(0, 10).map((step) => [step, step]));
});

test("a training that was restarted goes back with all of its metrics: what they had from there on is a branch", () => {
  const { db, log, again } = mlruns();
  const train = (from: number, to: number, value: number) => {
    for (const step of steps(from, to)) {
      log("loss", step, value);
      for (const metric of steps(0, 120)) if (step >= 55 && step <= 65) log(`layer/${metric}`, step, value);
      if (step % 50 === 0) log("val/loss", step, value);
    }
  };
  train(0, 101, 1);
  train(60, 151, 2);
  const run = again();
  expect(run.remarks).toEqual([
    'Steps go back from 65 to 60 (seen in "layer/0"): taken as a restart; the steps it replaces are kept as an orphaned branch.',
  ]);
  expect(pointsOf(db, run.runId, "loss")).toEqual(steps(0, 151).map((step) => [step, step < 60 ? 1 : 2]));
  expect(pointsOf(db, run.runId, "val/loss")).toEqual([
    [0, 1],
    [50, 1],
    [100, 2],
    [150, 2],
  ]);
  // The loss from 60 to 100 and 120 layers from 60 to 65; val/loss logged its step 100 once more.
  expect(listBranches(db, run.runId)).toMatchObject([{ fromStep: 60, lastStep: 100, points: 41 + 120 * 6 }]);
});

test("a metric that counts anew in each epoch while others go on is no restart", () => {
  const { db, log, again } = mlruns();
  for (const epoch of steps(0, 20)) {
    for (const batch of steps(0, 10)) {
      log("batch_loss", batch, epoch);
      log("loss", epoch * 10 + batch, epoch);
    }
  }
  const run = again();
  expect(listBranches(db, run.runId)).toEqual([]);
  expect(findSeries(db, run.runId, "batch_loss")).toMatchObject({ count: 10, replaced: 190 });
  expect(findSeries(db, run.runId, "loss")).toMatchObject({ count: 200, replaced: 0 });
});

test("while it is followed a line that goes back waits for the next one, which tells a restart from a late line", () => {
  const { db, log, again } = mlruns();
  for (const step of steps(0, 10)) log("loss", step, 1);
  again(true);
  log("loss", 5, 2);
  expect(again(true).points).toBe(0);
  expect(again(true)).toMatchObject({ points: 0, changed: false });
  log("loss", 6, 2);
  const restarted = again(true);
  expect(restarted.points).toBe(2);
  expect(pointsOf(db, restarted.runId, "loss")).toEqual(steps(0, 7).map((step) => [step, step < 5 ? 1 : 2]));
  expect(listBranches(db, restarted.runId)).toMatchObject([{ fromStep: 5, lastStep: 9 }]);
  log("loss", 0, 3);
  again(true);
  log("loss", 7, 3);
  expect(again(true).points).toBe(2);
  log("loss", 1, 4);
  again(true);
  // Nobody follows it any more: it is taken as it is.
  expect(again().points).toBe(1);
  expect(pointsOf(db, restarted.runId, "loss").map(([, value]) => value)).toEqual([3, 4, 1, 1, 1, 2, 2, 3]);
  expect(listBranches(db, restarted.runId)).toHaveLength(1);
});
