import type { DetectedEpisode, EpisodeKind, Severity } from "./episode";
import type { Environment, LogLine } from "./events";
import type { GuardAction } from "./guardrails";
import type { Intervention } from "./interventions";
import type { StoredConfig } from "./run-config";
import type { RunStatus } from "./statuses";
import type { WorkloadName } from "./workloads";

/** What pages, CLI and tRPC read. Times are milliseconds since 1970 UTC; numbers may be non-finite. */

export interface EpisodeCounts {
  benign: number;
  warning: number;
  critical: number;
  /** How many of all are still open. */
  open: number;
}

export interface ArmReference {
  experimentId: string;
  experimentName: string;
  armId: string;
  armName: string;
  /** Order within the experiment; 0 is the control. Decides the colour. */
  position: number;
}

export interface RunRow {
  id: string;
  name: string;
  workload: WorkloadName;
  status: RunStatus;
  /** Why it ended as it did, in one sentence. */
  message: string | null;
  seed: number;
  arm: ArmReference | null;
  interventions: Intervention[];
  backend: string | null;
  step: number | null;
  totalSteps: number;
  stepsPerSecond: number | null;
  etaMs: number | null;
  createdAt: number;
  startedAt: number | null;
  endedAt: number | null;
  episodes: EpisodeCounts;
  /** Gradient norm of the network that matters most, at most 40 buckets, for the sparkline. */
  sparkline: {
    name: string;
    steps: number[];
    max: number[];
    nonFinite: number[];
    /** The run's warning and critical episodes, to mark below the curve; the first 20. */
    episodes: { startStep: number; endStep: number; severity: Severity }[];
  } | null;
  lastLoss: number | null;
  lastGradientNorm: number | null;
  /** Last value of the workload's pre-registered outcome series. */
  lastOutcome: number | null;
}

export interface RunDetail extends RunRow {
  config: StoredConfig;
  environment: Environment | null;
  attempt: number;
  heartbeatAt: number | null;
  /** The run and step that this one was forked from; its own series begin after that step. */
  forkedFrom: ForkReference | null;
  /** Runs that were forked from this one, newest first. */
  forks: ForkReference[];
  /** What it can go on from or be forked at, latest first. */
  checkpoints: CheckpointRow[];
  series: SeriesSummary[];
  episodesList: EpisodeRow[];
  /** What the run's guardrails did, in step order. */
  guardActions: GuardAction[];
  /** The monitor's one sentence about this run. */
  verdict: string;
  /** Command that trains the same run again; null for one that another program trains. */
  command: string | null;
}

/** The other run of a fork: its parent or its child; and the step after which the two part. */
export interface ForkReference {
  runId: string;
  runName: string;
  step: number;
}

export interface CheckpointRow {
  step: number;
  /** last: one of the latest; best: the one with the best metric; start: where a fork begins. */
  kind: "last" | "best" | "start";
  bytes: number;
  /** Mean of the workload's outcome series since the checkpoint before; null where it had no point. */
  metric: number | null;
  createdAt: number;
  /** False where its file is gone or was cut short: it is passed over for the one before it. */
  isThere: boolean;
}

export interface SeriesSummary {
  name: string;
  unit: string;
  meaning: string;
  group: string;
  scale: "log" | "linear";
  count: number;
  nonFinite: number;
  firstStep: number;
  lastStep: number;
  lastValue: number;
  /** Smallest and largest finite value; NaN where there is none. */
  min: number;
  max: number;
  /** How many values gave way to a later one for the same step. */
  replaced: number;
}

/** Buckets in step order. `exact`: every bucket holds one point. */
export interface SeriesData {
  runId: string;
  name: string;
  exact: boolean;
  /** Points in the asked range. */
  count: number;
  /** First step of each bucket. */
  step: number[];
  lastStep: number[];
  wallTimeMs: number[];
  /** Over the bucket's finite points; NaN where it has none. */
  min: number[];
  max: number[];
  mean: number[];
  first: number[];
  last: number[];
  nonFinite: number[];
}

export interface EpisodeRow extends DetectedEpisode {
  id: string;
  runId: string;
  runName: string;
  workload: WorkloadName;
  arm: ArmReference | null;
  detectedAt: number;
  closedAt: number | null;
}

export interface MediaItem {
  step: number;
  name: string;
  /** Served at /media/<sha256>.png, cacheable for ever. */
  sha256: string;
  width: number;
  height: number;
}

export interface LogPage {
  lines: (LogLine & { id: number })[];
  /** Pass as `before` to read older lines; null at the beginning. */
  nextBefore: number | null;
}

export interface ArmView {
  id: string;
  name: string;
  position: number;
  interventions: Intervention[];
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

export interface AlertRow {
  id: string;
  episodeId: string;
  runId: string;
  runName: string;
  event: "opened" | "ended";
  severity: Severity;
  title: string;
  sentence: string;
  startStep: number;
  createdAt: number;
  seenAt: number | null;
  deliveries: {
    target: string;
    state: "pending" | "delivered" | "failed";
    attempts: number;
    lastError: string | null;
    nextAttemptAt: number | null;
  }[];
}

export interface ServerState {
  training: number;
  queued: number;
  unseenAlerts: number;
  slots: number;
  version: string;
  home: string;
  backend: { name: string; reason: string };
}

/** Pushed over SSE; tells pages what to read again. */
export interface LiveChange {
  runs: {
    id: string;
    status: RunStatus;
    step: number | null;
    totalSteps: number;
    experimentId: string | null;
  }[];
  episodeRunIds: string[];
  alerts: AlertRow[];
  state: Pick<ServerState, "training" | "queued" | "unseenAlerts">;
}

/** Norms of one network's layers over steps, for the heat map: rows are layers, first to last. */
export interface LayerNorms {
  layers: string[];
  /** First step of each bucket. */
  steps: number[];
  /** Largest finite value of each bucket, layer x step; NaN where there is none. */
  values: number[][];
  nonFinite: number[][];
}

/** A run that waits for a trainer, in the order in which runs start. */
export interface QueueEntry {
  runId: string;
  runName: string;
  workload: WorkloadName;
  experimentId: string | null;
  /** 1 starts next. */
  position: number;
  queuedAt: number;
}

/** What runs of a workload will take here, judged by those that finished here. */
export interface TrainingEstimate {
  secondsPerRun: number | null;
  totalSeconds: number | null;
  /** Where the figures come from, in words. */
  basis: string;
}

export interface Settings {
  webhookUrl: string | null;
  /** The operator's flag: may a webhook go to a private or loopback address? Read only. */
  webhookAllowPrivate: boolean;
  /** An episode alerts when its severity and its kind are both chosen. */
  alertSeverities: Severity[];
  alertKinds: EpisodeKind[];
}

export interface WebhookTest {
  ok: boolean;
  /** HTTP status of the receiver, when it answered. */
  status?: number;
  error?: string;
}
