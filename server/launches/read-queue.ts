import type { QueueEntry } from "../../db/contract/read-models";
import { launchQueue } from "../../db/store/experiments/launches";
import { getRunRows } from "../../db/store/runs/runs";
import { inSnapshot } from "../../db/transaction";
import type { ServerContext } from "../context";

/** Runs that wait for a trainer slot, next first. */
export function readQueue(ctx: ServerContext): QueueEntry[] {
  return inSnapshot(ctx.db, () => {
    const waiting = launchQueue(ctx.db);
    const rows = getRunRows(
      ctx.db,
      waiting.map(({ runId }) => runId),
    );
    return rows.map((run, index) => {
      const { position, queuedAt } = waiting[index] as (typeof waiting)[number];
      return {
        runId: run.id,
        runName: run.name,
        workload: run.workload,
        experimentId: run.arm?.experimentId ?? null,
        position,
        queuedAt,
      };
    });
  });
}
