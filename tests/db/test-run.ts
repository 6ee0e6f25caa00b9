import type { EventBatchInput, SeriesColumns } from "../../db/contract/events";
import type { Database } from "../../db/database";
import { appendEvents } from "../../db/store/ingest/append-events";
import { type CreateRun, claimRun, createRun } from "../../db/store/runs/runs";

type Batch = Omit<EventBatchInput, "runId" | "attempt" | "seq">;

/** A running run of attempt 1 and a sender that numbers its batches. */
export function startRun(db: Database, run: CreateRun = { config: { workload: "ring-gan", steps: 1000 } }) {
  const runId = createRun(db, run);
  return continueRun(db, runId, claimRun(db, runId, { pid: 4711, pidStartedAt: 1 }));
}

/** The sender of an attempt that was claimed already. */
export function continueRun(db: Database, runId: string, attempt = 1) {
  let seq = 0;
  return { runId, send: (batch: Batch) => appendEvents(db, { runId, attempt, seq: ++seq, ...batch }) };
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
