import { and, eq, inArray, isNull } from "drizzle-orm";
import { GradiometerError } from "../../contract/errors";
import { hasTrainer, isEnded, type RunStatus } from "../../contract/statuses";
import type { Database } from "../../database";
import * as schema from "../../schema";
import { durably, inTransaction } from "../../transaction";
import { nextChange, touchRun } from "../change-counter";
import { getRun } from "./find-run";

const { run, launch } = schema;

/** A run that a trainer may take up: waiting, or given up by its last trainer without an outcome. */
const claimable = ["queued", "lost", "crashed"] as const satisfies readonly RunStatus[];
/** `lost` is a presumption: the run may yet say that it goes on. */
const notEnded = ["queued", "running", "paused", "lost"] as const satisfies readonly RunStatus[];

export interface TrainerProcess {
  pid: number;
  /** When that process started: a pid alone may be another's by now. Milliseconds since 1970. */
  pidStartedAt: number | null;
}

/**
 * A trainer takes a run up; returns its attempt, 1 for the first. Safe by its condition: of two
 * trainers that claim at once, one gets the conflict. `resume` takes up a cancelled run too.
 */
export function claimRun(
  db: Database,
  runId: string,
  process: TrainerProcess,
  { now = Date.now(), resume = false }: { now?: number; resume?: boolean } = {},
): number {
  return durably(db, () => {
    const before = getRun(db, runId);
    const claimed = db.orm
      .update(run)
      .set({
        status: "running",
        message: null,
        attempt: before.attempt + 1,
        pid: process.pid,
        pidStartedAt: process.pidStartedAt,
        heartbeatAt: now,
        cancelRequestedAt: null,
        continueRequestedAt: null,
        startedAt: before.startedAt ?? now,
        endedAt: null,
        endedStep: null,
        stepsPerSecond: null,
        change: nextChange(db),
      })
      .where(
        and(
          eq(run.id, runId),
          eq(run.attempt, before.attempt),
          inArray(run.status, resume ? [...claimable, "cancelled"] : [...claimable]),
        ),
      )
      .run();
    if (claimed.changes === 0)
      throw new GradiometerError(
        "conflict",
        hasTrainer(before.status)
          ? `Run "${runId}" is being trained already by process ${before.pid}; wait for it, or cancel it first`
          : `Run "${runId}" ended as ${before.status}; start a new run with its config`,
      );
    // Whoever trains it, it no longer waits.
    db.orm
      .update(launch)
      .set({ startedAt: now })
      .where(and(eq(launch.runId, runId), isNull(launch.startedAt), isNull(launch.cancelledAt)))
      .run();
    return before.attempt + 1;
  });
}

export interface HeartbeatAnswer {
  /** False when the run ended or another attempt took it over: the trainer must stop. */
  owned: boolean;
  cancelRequested: boolean;
  /** Until the run says that it is running again: an answer may be lost. */
  continueRequested: boolean;
}

/** The trainer's sign of life, about once a second. A run presumed lost is running again. */
export function heartbeat(db: Database, runId: string, attempt: number, now = Date.now()): HeartbeatAnswer {
  return inTransaction(db, () => {
    const alive = db
      .statement(
        `UPDATE run SET heartbeat_at = ? WHERE id = ? AND attempt = ? AND status IN ('running', 'paused')
         RETURNING cancel_requested_at IS NOT NULL AS cancel, continue_requested_at IS NOT NULL AS continue`,
      )
      .get(now, runId, attempt) as { cancel: 0 | 1; continue: 0 | 1 } | undefined;
    if (alive)
      return { owned: true, cancelRequested: alive.cancel === 1, continueRequested: alive.continue === 1 };
    const revived = changeStatus(db, runId, { status: "running" }, { from: ["lost"], attempt });
    if (revived) db.statement("UPDATE run SET heartbeat_at = ? WHERE id = ?").run(now, runId);
    return { owned: revived, cancelRequested: false, continueRequested: false };
  });
}

export interface StatusChangeInput {
  status: RunStatus;
  message?: string;
  step?: number;
  wallTimeMs?: number;
}

export interface StatusCondition {
  /** By default every status but an ended one. */
  from?: readonly RunStatus[];
  attempt?: number;
  /** The heartbeat that was judged too old: one that came in since keeps the run. */
  heartbeatAt?: number | null;
}

/** Changes the status where the condition holds; an ended run stays ended. True when it changed. */
export function changeStatus(
  db: Database,
  runId: string,
  { status, message, step, wallTimeMs = Date.now() }: StatusChangeInput,
  { from = notEnded, attempt, heartbeatAt }: StatusCondition = {},
): boolean {
  return durably(db, () => {
    const { changes } = db.orm
      .update(run)
      .set({
        status,
        message: message ?? null,
        endedAt: isEnded(status) ? Math.round(wallTimeMs) : null,
        endedStep: isEnded(status) ? (step ?? null) : null,
      })
      .where(
        and(
          eq(run.id, runId),
          inArray(run.status, [...from]),
          attempt === undefined ? undefined : eq(run.attempt, attempt),
          heartbeatAt === undefined
            ? undefined
            : heartbeatAt === null
              ? isNull(run.heartbeatAt)
              : eq(run.heartbeatAt, heartbeatAt),
        ),
      )
      .run();
    if (changes > 0) touchRun(db, runId);
    return changes > 0;
  });
}

/** Asks a run to stop. A waiting one ends at once, a running one when its trainer reads the request. */
export function requestCancel(
  db: Database,
  runId: string,
  now = Date.now(),
): "cancelled" | "requested" | "ended" {
  return durably(db, () => {
    const { status } = getRun(db, runId);
    if (status === "queued" || status === "lost") {
      changeStatus(db, runId, { status: "cancelled", message: "Cancelled before it ran", wallTimeMs: now });
      db.orm
        .update(launch)
        .set({ cancelledAt: now })
        .where(and(eq(launch.runId, runId), isNull(launch.startedAt), isNull(launch.cancelledAt)))
        .run();
      return "cancelled";
    }
    if (!hasTrainer(status)) return "ended";
    db.orm
      .update(run)
      .set({ cancelRequestedAt: now })
      .where(and(eq(run.id, runId), isNull(run.cancelRequestedAt)))
      .run();
    touchRun(db, runId);
    return "requested";
  });
}

/** Lets a paused run continue, as soon as its trainer reads the request. */
export function requestContinue(db: Database, runId: string, now = Date.now()): "requested" | "not-paused" {
  return durably(db, () => {
    const { changes } = db.orm
      .update(run)
      .set({ continueRequestedAt: now })
      .where(and(eq(run.id, getRun(db, runId).id), eq(run.status, "paused")))
      .run();
    if (changes === 0) return "not-paused";
    touchRun(db, runId);
    return "requested";
  });
}
