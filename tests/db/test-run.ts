import type { Database } from "../../db/connection";
import type { EventBatchInput, SeriesColumns } from "../../db/contract/events";
import { appendEvents } from "../../db/store/append-events";
import { claimRun, createRun } from "../../db/store/runs";

/** A running run of attempt 1 and a sender that numbers its batches. */
export function startRun(db: Database, id?: string) {
  const runId = createRun(db, { ...(id ? { id } : {}), config: { workload: "ring-gan", steps: 1000 } });
  let attempt = claimRun(db, runId, { pid: 4711, pidStartedAt: 1 });
  let seq = 0;
  return {
    runId,
    send: (batch: Omit<EventBatchInput, "runId" | "attempt" | "seq">) =>
      appendEvents(db, { runId, attempt, seq: ++seq, ...batch }),
    /** What a second trainer of the same run does. */
    resume: (nextAttempt: number) => {
      attempt = nextAttempt;
      seq = 0;
    },
  };
}

/** Columns of (step, value) pairs; wall times follow from the steps. */
export function columnsOf(points: readonly (readonly [step: number, value: number])[]): SeriesColumns {
  return {
    step: points.map(([step]) => step),
    wallTimeMs: points.map(([step]) => wallTimeOf(step)),
    value: points.map(([, value]) => value),
  };
}

/** Unlike the step, so that a mixed-up column shows. */
export const wallTimeOf = (step: number): number => Math.floor(step / 2) + 0.25;
