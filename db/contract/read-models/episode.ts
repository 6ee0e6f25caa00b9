import type { DetectedEpisode, Severity } from "../episode";
import type { WorkloadName } from "../workloads";
import type { ArmReference } from "./arm-reference";
import type { Triage } from "./triage";

export interface EpisodeCounts extends Record<Severity, number> {
  /** How many of all are still open. */
  open: number;
  /** Those of each severity that nobody resolved or muted: what badges count. */
  unresolved: Record<Severity, number>;
}

export interface EpisodeRow extends DetectedEpisode {
  id: string;
  runId: string;
  runName: string;
  workload: WorkloadName;
  arm: ArmReference | null;
  detectedAt: number;
  closedAt: number | null;
  triage: Triage;
  comments: number;
}
