import type { ListedRun } from "../../../app/components/runs/listed-run";
import { noEpisodes } from "../../../db/contract/episode-counts";

export const aRun = (change: Partial<ListedRun> = {}): ListedRun => ({
  id: "a",
  name: "none, seed 0",
  workload: "ring-gan",
  status: "finished",
  message: null,
  seed: 0,
  arm: null,
  interventions: [],
  backend: "wasm",
  step: 600,
  totalSteps: 600,
  stepsPerSecond: 20,
  etaMs: null,
  createdAt: 1000,
  startedAt: 1000,
  endedAt: 2000,
  episodes: noEpisodes(),
  sparkline: null,
  lastLoss: 1,
  lastGradientNorm: 2,
  lastOutcome: 0.5,
  values: [],
  ...change,
});

export const inArm = (position: number, experimentId = "x") => ({
  experimentId,
  experimentName: `Experiment ${experimentId}`,
  armId: `${experimentId}-${position}`,
  armName: `arm ${position}`,
  position,
});
