import type { DetectedEpisode } from "../episode";
import type { WorkloadName } from "../workloads";
import type { ArmReference } from "./arm-reference";

export interface EpisodeCounts {
  benign: number;
  warning: number;
  critical: number;
  /** How many of all are still open. */
  open: number;
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
