import type { Database } from "../../db/database";
import { isAlive } from "../../db/process-identity";

/** A run that a trainer owns, as the store knows it. */
export interface TrainerRow {
  runId: string;
  attempt: number;
  pid: number | null;
  pidStartedAt: number | null;
  heartbeatAt: number | null;
  cancelRequestedAt: number | null;
  step: number | null;
  /** Another program trains it, on whichever machine, and records it over HTTP. */
  isExternal: 0 | 1;
}

export function trainerRows(db: Database): TrainerRow[] {
  return db
    .statement(
      `SELECT id AS runId, attempt, pid, pid_started_at AS pidStartedAt, heartbeat_at AS heartbeatAt,
         cancel_requested_at AS cancelRequestedAt, step, workload = 'external' AS isExternal
       FROM run WHERE status IN ('running', 'paused')`,
    )
    .all() as TrainerRow[];
}

/** Whether the row's process lives; undefined where the store does not know which process it is. */
export function isTrainerAlive({
  pid,
  pidStartedAt,
}: Pick<TrainerRow, "pid" | "pidStartedAt">): boolean | undefined {
  return pid === null || pidStartedAt === null ? undefined : isAlive({ pid, startedAt: pidStartedAt });
}

/** Runs from the queue that hold a slot: training, or started and not claimed yet. One that is paused leaves its own. */
export function occupiedSlots(db: Database): number {
  return db
    .statement(
      `SELECT count(DISTINCT run.id) FROM launch JOIN run ON run.id = launch.run_id
       WHERE launch.started_at IS NOT NULL AND launch.cancelled_at IS NULL AND run.status IN ('queued', 'running')
         AND NOT EXISTS (SELECT 1 FROM launch AS waiting WHERE waiting.run_id = run.id
           AND waiting.started_at IS NULL AND waiting.cancelled_at IS NULL)`,
    )
    .pluck()
    .get() as number;
}
