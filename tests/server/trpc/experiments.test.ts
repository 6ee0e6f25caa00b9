import { describe, expect, test } from "vitest";
import type { CreateExperimentInput } from "../../../db/contract/experiment";
import { RunConfig } from "../../../db/contract/run-config";
import type { Database } from "../../../db/database";
import { appendEvents } from "../../../db/store/ingest/append-events";
import { claimRun, getRun } from "../../../db/store/runs/runs";
import { procedures } from "../support/caller";

const question: CreateExperimentInput = {
  name: "Does it help?",
  config: RunConfig.parse({ workload: "temporal-order-rnn", steps: 200 }),
  arms: [{ name: "none" }, { name: "clip", interventions: [{ name: "clip-global-norm", maxNorm: 1 }] }],
  seeds: 6,
};

/** Trains a run on paper: `accuracy` at every step, ending as told. */
function train(
  db: Database,
  runId: string,
  accuracy: number,
  status: "finished" | "diverged" | "crashed" = "finished",
) {
  const attempt = claimRun(db, runId, { pid: process.pid, pidStartedAt: null });
  const step = Array.from({ length: 200 }, (_, index) => index + 1);
  appendEvents(db, {
    runId,
    attempt,
    seq: 1,
    series: {
      accuracy: {
        step,
        wallTimeMs: step.map((at) => at),
        value: step.map((at) => (at > 100 ? accuracy : 0)),
      },
    },
    status: { status, wallTimeMs: Date.now() },
  });
}

function trainAll(
  db: Database,
  runIds: readonly string[],
  accuracyOf: (arm: string, seed: number) => number,
) {
  for (const id of runIds) {
    const { name, seed } = getRun(db, id);
    train(db, id, accuracyOf(name.split(",")[0] as string, seed));
  }
}

describe("create", () => {
  test("queues every arm with every seed, seed by seed, and wakes the launcher", async () => {
    const { call, launcher } = procedures();
    const { id, runIds } = await call.experiments.create({ ...question, seeds: 2 });
    expect(runIds).toHaveLength(4);
    expect(launcher.woken).toBe(1);
    const queue = await call.launches.queue();
    expect(queue.map(({ runName, position }) => `${position} ${runName}`)).toEqual([
      "1 none, seed 0",
      "2 clip, seed 0",
      "3 none, seed 1",
      "4 clip, seed 1",
    ]);
    expect(await call.experiments.list()).toMatchObject([
      { id, seeds: 2, progress: 0, runs: { queued: 4, finished: 0 }, etaMs: null },
    ]);
  });

  test.each<[string, Partial<CreateExperimentInput>, RegExp]>([
    ["no arms", { arms: [] }, /at least one arm/],
    ["two arms of one name", { arms: [{ name: "a" }, { name: "a" }] }, /Two arms are called "a"/],
    [
      "an intervention that cannot act",
      { arms: [{ name: "a", interventions: [{ name: "wgan-gp", coefficient: 1 }] }] },
      /acts on a discriminator/,
    ],
    ["no seeds", { seeds: 0 }, /At least one seed/],
    [
      "a series that no run records",
      { config: { ...question.config, earlyStopping: { metric: "lss/rnn" } } as typeof question.config },
      /earlyStopping\.metric: Unknown series "lss"; did you mean "loss"/,
    ],
  ])("%s is refused with a sentence", async (_what, change, reason) => {
    const { call } = procedures();
    await expect(call.experiments.create({ ...question, ...change })).rejects.toThrow(reason);
    expect(await call.experiments.list()).toEqual([]);
  });
});

describe("outcome", () => {
  test("six pairs that all agree decide; the figures are those of the last 100 steps", async () => {
    const { call, db } = procedures();
    const { id, runIds } = await call.experiments.create(question);
    trainAll(db, runIds, (arm, seed) => (arm === "none" ? 0.25 : 1) - seed / 100);
    const experiment = await call.experiments.get({ id });
    expect(experiment).toMatchObject({
      outcomeSeries: "accuracy",
      outcomeBetter: "higher",
      progress: 1,
      etaMs: null,
      verdict: "clip is better than none.",
    });
    const [none, clip] = experiment.arms;
    expect(none?.outcome.mean).toBeCloseTo(0.225, 10);
    expect(clip?.outcome.perSeed.map(({ value }) => value?.toFixed(2))).toEqual([
      "1.00",
      "0.99",
      "0.98",
      "0.97",
      "0.96",
      "0.95",
    ]);
    // All 6 differences have one sign: 2 of 2^6 sign patterns are as extreme.
    expect(experiment.comparisons).toMatchObject([
      { armId: clip?.id, controlArmId: none?.id, n: 6, p: 2 / 64, decision: "better" },
    ]);
  });

  test("five pairs are too few, however clear", async () => {
    const { call, db } = procedures();
    const { id, runIds } = await call.experiments.create({ ...question, seeds: 5 });
    trainAll(db, runIds, (arm, seed) => (arm === "none" ? 0.25 : 1) - seed / 100);
    const { comparisons, verdict } = await call.experiments.get({ id });
    expect(comparisons[0]?.decision).toBe("too-few-seeds");
    expect(verdict).toMatch(/^Too few seeds to decide: 5 pairs, at least 6 are needed/);
  });

  test("a diverged run counts as failed and worst, a crashed one not at all", async () => {
    const { call, db } = procedures();
    const { id, runIds } = await call.experiments.create({ ...question, seeds: 3 });
    for (const runId of runIds) {
      const { name, seed } = getRun(db, runId);
      if (name.startsWith("clip")) train(db, runId, 0.9);
      else train(db, runId, 0.5, (["diverged", "crashed", "finished"] as const)[seed]);
    }
    const { arms, comparisons } = await call.experiments.get({ id });
    expect(arms[0]?.outcome).toMatchObject({ n: 2, failed: 1, mean: 0.25 });
    expect(arms[0]?.outcome.perSeed.map(({ value }) => value)).toEqual([0, null, 0.5]);
    expect(comparisons[0]?.pairs.map(({ difference }) => difference?.toFixed(6))).toEqual([
      "0.900000",
      undefined,
      "0.400000",
    ]);
  });

  test("while runs train it says so and decides nothing", async () => {
    const { call, db } = procedures();
    const { id, runIds } = await call.experiments.create(question);
    train(db, runIds[0] as string, 0.3);
    const { verdict, comparisons, progress } = await call.experiments.get({ id });
    expect(verdict).toBe("Still training: 1 of 12 runs have ended.");
    expect(comparisons[0]?.decision).toBe("running");
    expect(progress).toBeCloseTo(1 / 12, 10);
  });
});

test("curves are the mean over seeds with the interval of that mean", async () => {
  const { call, db } = procedures();
  const { id, runIds } = await call.experiments.create({ ...question, seeds: 2 });
  trainAll(db, runIds, (arm, seed) => (arm === "none" ? 0.2 : 0.8) + seed / 10);
  const [none, clip] = await call.experiments.curves({ id, series: "accuracy", width: 20 });
  expect(none?.step.length).toBeLessThanOrEqual(21);
  expect(none?.mean.at(-1)).toBeCloseTo(0.25, 10);
  expect(clip?.mean.at(-1)).toBeCloseTo(0.85, 10);
  // Two values .2 and .3: mean .25, standard error .05, t(.975, 1) = 12.706.
  expect(none?.low.at(-1)).toBeCloseTo(0.25 - 12.7062 * 0.05, 3);
  expect(none?.n.at(-1)).toBe(2);
});

test("more seeds go on where the last ones ended; cancelling ends what has not", async () => {
  const { call, db } = procedures();
  const { id, runIds } = await call.experiments.create({ ...question, seeds: 1 });
  trainAll(db, runIds, () => 0.5);
  const more = await call.experiments.addSeeds({ id, count: 2 });
  expect(more.runIds.map((runId) => getRun(db, runId).seed)).toEqual([1, 1, 2, 2]);
  expect((await call.experiments.cancel({ id })).cancelled.sort()).toEqual([...more.runIds].sort());
  expect((await call.experiments.get({ id })).runs).toMatchObject({ finished: 2, cancelled: 4, queued: 0 });
  expect(await call.launches.queue()).toEqual([]);
});

test("the time that remains counts all work before the last run, over the slots", async () => {
  const { call, db, ctx } = procedures();
  const { id, runIds } = await call.experiments.create({ ...question, seeds: 1 });
  const [first] = runIds as [string];
  train(db, first, 0.5);
  db.sqlite.prepare("UPDATE run SET started_at = 0, ended_at = 20000 WHERE id = ?").run(first);
  const { runId } = await call.launches.run({ config: question.config });
  // The other arm has no pace of its own: 200 steps at the workload's 20 s.
  expect((await call.experiments.get({ id })).etaMs).toBe(20_000);
  expect(await call.launches.estimate({ workload: "temporal-order-rnn", steps: 400, runs: 3 })).toEqual({
    secondsPerRun: 40,
    totalSeconds: 80,
    basis: "From the run of Temporal order RNN finished here, 2 at a time.",
  });
  expect(await call.launches.estimate({ workload: "ring-gan", steps: 1, runs: 1 })).toMatchObject({
    secondsPerRun: null,
    totalSeconds: null,
  });
  expect(getRun(ctx.db, runId).status).toBe("queued");
});
