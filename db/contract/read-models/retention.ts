import type { RetentionRule } from "../retention";
import type { RunStatus } from "../statuses";

export interface ExpiredRun {
  id: string;
  name: string;
  status: RunStatus;
  endedAt: number;
}

/** What a rule would delete now. */
export interface RetentionPreview {
  rule: RetentionRule | null;
  /** Of how many runs that have ended. */
  ended: number;
  runs: number;
  points: number;
  /** The first that would go. */
  oldest: ExpiredRun[];
}

/** What was deleted. */
export interface CollectedGarbage {
  runs: number;
  files: number;
  bytes: number;
}
