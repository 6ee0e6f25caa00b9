import { expect, test } from "vitest";
import { getRun } from "../../db/store/runs/runs";
import { queueDemonstration } from "../../server/demo";
import { procedures } from "./support/caller";
import { recordRun } from "./support/record";

test("an empty store gets two experiments over paired seeds, taking turns in the queue", async () => {
  const { call, ctx, db } = procedures();
  expect(queueDemonstration(ctx)).toBe(true);
  const experiments = await call.experiments.list();
  expect(
    experiments.map(({ workload, seeds, arms, source }) => [
      workload,
      seeds,
      arms.map(({ name }) => name),
      source,
    ]),
  ).toEqual([
    ["ring-gan", 3, ["none", "clip-global-norm", "weight-clipping", "wgan-gp"], "demo"],
    [
      "temporal-order-rnn",
      6,
      ["none", "clip-global-norm", "input-gradient-penalty", "clip-global-norm + input-gradient-penalty"],
      "demo",
    ],
  ]);
  const queue = await call.launches.queue();
  expect(queue).toHaveLength(36);
  const firstNine = queue.slice(0, 9).map(({ workload }) => workload);
  expect(firstNine.filter((workload) => workload === "ring-gan")).toHaveLength(3);
  // Whole pairs come early: the first four of each experiment are the four arms of seed 0.
  for (const workload of ["ring-gan", "temporal-order-rnn"])
    expect(
      queue
        .filter((entry) => entry.workload === workload)
        .slice(0, 4)
        .map(({ runId }) => getRun(db, runId).seed),
    ).toEqual([0, 0, 0, 0]);
});

test("a store that holds anything is left alone", async () => {
  const { call, ctx, db } = procedures();
  recordRun(db);
  expect(queueDemonstration(ctx)).toBe(false);
  expect(await call.experiments.list()).toEqual([]);
});
