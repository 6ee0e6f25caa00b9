import type { Severity } from "../episode";
import type { LogLine, RecordedEnvironment } from "../events";
import type { GuardAction } from "../guardrails";
import type { Intervention } from "../interventions";
import type { StoredConfig } from "../run-config";
import type { RunStatus } from "../statuses";
import type { WorkloadName } from "../workloads";
import type { ArmReference } from "./arm-reference";
import type { EpisodeCounts, EpisodeRow } from "./episode";
import type { BranchReference, SeriesSummary } from "./series";

export interface RunRow {
  id: string;
  name: string;
  workload: WorkloadName;
  /** Of a run that Gradiometer's trainer records here from elsewhere, which is external here: what it trains. */
  toldWorkload?: WorkloadName;
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
  environment: RecordedEnvironment | null;
  attempt: number;
  /** Words by which it is found again, in the order of the alphabet. */
  tags: string[];
  /** Steps that it recorded and then replaced, in the order in which it did. */
  branches: BranchReference[];
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
