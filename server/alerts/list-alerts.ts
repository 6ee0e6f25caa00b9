import { z } from "zod";
import type { AlertRow } from "../../db/contract/read-models";
import type { ServerContext } from "../context";

export const ListAlerts = z.object({ limit: z.number().int().min(1).max(1000).default(100) }).prefault({});
export type ListAlerts = z.infer<typeof ListAlerts>;

export function listAlerts(ctx: ServerContext, { limit }: ListAlerts): AlertRow[] {
  return readAlerts(ctx, { changedSince: 0, limit });
}

/** Alerts that changed since a value of the change counter, newest first, each with its deliveries. */
export function readAlerts(ctx: ServerContext, since: { changedSince: number; limit: number }): AlertRow[] {
  const alerts = ctx.db
    .statement(
      `SELECT alert.id, episode_id AS episodeId, run_id AS runId, run.name AS runName, event, severity,
         title, sentence, start_step AS startStep, alert.created_at AS createdAt, seen_at AS seenAt
       FROM alert JOIN run ON run.id = alert.run_id
       WHERE alert.change > :changedSince ORDER BY alert.created_at DESC, alert.rowid DESC LIMIT :limit`,
    )
    .all(since) as Omit<AlertRow, "deliveries">[];
  const deliveries = ctx.db.statement(
    `SELECT target, state, attempts, last_error AS lastError, next_attempt_at AS nextAttemptAt
     FROM delivery WHERE alert_id = ? ORDER BY id`,
  );
  return alerts.map((alert) => ({
    ...alert,
    deliveries: deliveries.all(alert.id) as AlertRow["deliveries"],
  }));
}
