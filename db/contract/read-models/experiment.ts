import type { Intervention } from "../interventions";
import type { RunStatus } from "../statuses";
import type { WorkloadName } from "../workloads";
import type { EpisodeCounts } from "./episode";
import type { RunRow } from "./run";

export interface ArmView {
  id: string;
  name: string;
  position: number;
  interventions: Intervention[];
  /** Settings in which it differs from the experiment's config, as "key=value". */
  settings: string[];
  runs: RunRow[];
  outcome: ArmOutcome;
  episodes: EpisodeCounts;
}

export interface ArmOutcome {
  /** Runs with an outcome: finished, or ended as diverged (then counted as failed). */
  n: number;
  mean: number | null;
  standardDeviation: number | null;
  /** 95 % Student-t interval of the mean over seeds; null below 2 runs. */
  interval: { low: number; high: number } | null;
  failed: number;
  perSeed: { seed: number; runId: string; value: number | null; status: RunStatus }[];
}

export interface ExperimentRow {
  id: string;
  name: string;
  question: string;
  workload: WorkloadName;
  source: "demo" | "user";
  createdAt: number;
  arms: { id: string; name: string; position: number }[];
  seeds: number;
  runs: Record<RunStatus, number>;
  progress: number;
  etaMs: number | null;
  episodes: EpisodeCounts;
  /** The comparison in words; says so where there are too few seeds to decide. */
  verdict: string;
}

export interface PairedComparison {
  armId: string;
  controlArmId: string;
  pairs: { seed: number; difference: number | null }[];
  n: number;
  meanDifference: number | null;
  /** 95 % interval of the mean paired difference (Student t); null below 2 pairs. */
  interval: { low: number; high: number } | null;
  /** Exact two-sided sign-flip p; null below 2 pairs. */
  p: number | null;
  /** The same after Holm's correction over the experiment's arms: what the decision rests on. */
  adjustedP?: number | null;
  decision: "better" | "worse" | "inconclusive" | "too-few-seeds" | "running";
  sentence: string;
}

export interface ExperimentDetail extends Omit<ExperimentRow, "arms"> {
  outcomeSeries: string;
  outcomeLastSteps: number;
  outcomeBetter: "higher" | "lower";
  outcomeMeaning: string;
  arms: ArmView[];
  comparisons: PairedComparison[];
  command: string;
}

/** Mean and its 95 % interval over the seeds of one arm, for learning curves with bands; geometric where the metric is read on a log axis. */
export interface ArmCurve {
  armId: string;
  step: number[];
  mean: number[];
  low: number[];
  high: number[];
  n: number[];
}
