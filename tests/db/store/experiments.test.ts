import { expect, test } from "vitest";
import type { CreateExperimentInput } from "../../../db/contract/experiment";
import type { RingGanConfig } from "../../../db/contract/run-config";
import {
  addSeeds,
  cancelExperiment,
  createExperiment,
  getExperiment,
  listArms,
  listExperiments,
} from "../../../db/store/experiments/experiments";
import { launchQueue } from "../../../db/store/experiments/launches";
import { claimRun, getRun, listExperimentRuns, listRuns } from "../../../db/store/runs/runs";
import { freshDatabase } from "../../setup/database";

const experiment = {
  name: "Clipping or penalty?",
  config: { workload: "ring-gan", steps: 100, seed: 9, interventions: [{ name: "r1" }] },
  arms: [
    { name: "none" },
    { name: "clip", interventions: [{ name: "clip-global-norm", maxNorm: 2 }] },
    { name: "gp", interventions: [{ name: "wgan-gp" }] },
  ],
  seeds: 2,
  firstSeed: 5,
} satisfies CreateExperimentInput;

test("arms times seeds become runs that queue seed by seed, so that pairs complete together", () => {
  const db = freshDatabase();
  const { experimentId, runIds } = createExperiment(db, experiment);
  expect(launchQueue(db).map(({ runId, position }) => [runId, position])).toEqual(
    runIds.map((runId, index) => [runId, index + 1]),
  );
  const runs = runIds.map((id) => getRun(db, id));
  expect(runs.map(({ name }) => name)).toEqual([
    "none, seed 5",
    "clip, seed 5",
    "gp, seed 5",
    "none, seed 6",
    "clip, seed 6",
    "gp, seed 6",
  ]);
  expect(runs.map(({ config }) => [config.seed, config.interventions.map(({ name }) => name)])).toEqual([
    [5, []],
    [5, ["clip-global-norm"]],
    [5, ["wgan-gp"]],
    [6, []],
    [6, ["clip-global-norm"]],
    [6, ["wgan-gp"]],
  ]);
  expect(runs.every(({ experimentId: of, status }) => of === experimentId && status === "queued")).toBe(true);
  expect(listArms(db, experimentId).map(({ name, position }) => [name, position])).toEqual([
    ["none", 0],
    ["clip", 1],
    ["gp", 2],
  ]);
  expect(listExperimentRuns(db, experimentId).map(({ name }) => name)).toEqual([
    "none, seed 5",
    "none, seed 6",
    "clip, seed 5",
    "clip, seed 6",
    "gp, seed 5",
    "gp, seed 6",
  ]);
});

test("an arm may differ from the others in settings, which its runs are trained with", () => {
  const db = freshDatabase();
  const settings = ["generatorOptimizer.learningRate = 1e-4", "batchSize=16"];
  const arms = [{ name: "none" }, { name: "slow", settings }];
  const { experimentId, runIds } = createExperiment(db, { ...experiment, arms, seeds: 1 });
  expect(listArms(db, experimentId)[1]?.settings).toEqual([
    "generatorOptimizer.learningRate=1e-4",
    "batchSize=16",
  ]);
  const [none, slow] = runIds.map((id) => getRun(db, id).config as RingGanConfig);
  expect(none?.batchSize).not.toBe(16);
  const { generatorOptimizer } = none!;
  expect(slow).toEqual({
    ...none,
    batchSize: 16,
    generatorOptimizer: { ...generatorOptimizer, learningRate: 1e-4 },
  });
  const [added] = addSeeds(db, experimentId, 1).slice(1);
  expect(getRun(db, added!).config).toMatchObject({ batchSize: 16 });
  const wrong = { ...experiment, arms: [{ name: "none" }, { name: "wrong", settings: ["batchsize=1"] }] };
  expect(() => createExperiment(db, wrong)).toThrow(/arms\[1\]\.settings: Unknown setting of ring-gan/);
});

test("an experiment that cannot be is refused whole", () => {
  const db = freshDatabase();
  const twice = { ...experiment, arms: [{ name: "none" }, { name: "none" }] };
  expect(() => createExperiment(db, twice)).toThrow(
    'Invalid experiment: arms[1].name: Two arms are called "none"',
  );
  expect(listExperiments(db)).toEqual([]);
  expect(listRuns(db).total).toBe(0);
});

test("further seeds follow the last one and queue behind what waits", () => {
  const db = freshDatabase();
  const { experimentId, runIds } = createExperiment(db, experiment);
  const added = addSeeds(db, experimentId, 2);
  expect(added.map((id) => getRun(db, id).name)).toEqual([
    "none, seed 7",
    "clip, seed 7",
    "gp, seed 7",
    "none, seed 8",
    "clip, seed 8",
    "gp, seed 8",
  ]);
  expect(getExperiment(db, experimentId).seeds).toBe(4);
  expect(launchQueue(db).map(({ runId }) => runId)).toEqual([...runIds, ...added]);
  expect(() => addSeeds(db, experimentId, 0)).toThrow("Expected 1 to 1000 further seeds, got 0");
});

test("cancelling ends the waiting runs at once and asks the running ones", () => {
  const db = freshDatabase();
  const { experimentId, runIds } = createExperiment(db, experiment);
  const [running = "", ...waiting] = runIds;
  claimRun(db, running, { pid: 1, pidStartedAt: 1 });
  expect(cancelExperiment(db, experimentId).sort()).toEqual([...runIds].sort());
  expect(getRun(db, running)).toMatchObject({ status: "running", cancelRequestedAt: expect.any(Number) });
  expect(waiting.map((id) => getRun(db, id).status)).toEqual(waiting.map(() => "cancelled"));
  expect(launchQueue(db)).toEqual([]);
});

test("an unknown experiment is not found, by name", () => {
  const db = freshDatabase();
  for (const verb of [getExperiment, cancelExperiment])
    expect(() => verb(db, "nothing")).toThrow(
      expect.objectContaining({ code: "not-found", message: expect.stringContaining('"nothing"') }),
    );
});

test("a run has the guardrails of the base config and then its arm's own, and so have seeds added later", () => {
  const db = freshDatabase();
  const { experimentId } = createExperiment(db, {
    config: { workload: "ring-gan", guardrails: [{ on: "non-finite", action: "skip-step" }] },
    arms: [{ name: "none" }, { name: "retreat", guardrails: [{ on: "exploding", action: "retreat" }] }],
    seeds: 1,
  });
  const runIds = addSeeds(db, experimentId, 1);
  expect(runIds.map((id) => getRun(db, id).config.guardrails.map(({ action }) => action))).toEqual([
    ["skip-step"],
    ["skip-step", "retreat"],
  ]);
});
