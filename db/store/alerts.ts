import { and, asc, count, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Database } from "../connection";
import type { AlertRow } from "../contract/read-models";
import * as schema from "../schema";
import { durably, inSnapshot } from "../transaction";
import { nextChange } from "./change-counter";
import { newId } from "./new-id";

const { alert, delivery, run } = schema;
export type StoredDelivery = typeof delivery.$inferSelect;

export interface CreateAlert {
  episodeId: string;
  runId: string;
  event: AlertRow["event"];
  severity: AlertRow["severity"];
  title: string;
  sentence: string;
  startStep: number;
  /** Where it is to be sent besides the pages: webhook addresses. */
  targets?: readonly string[];
}

/**
 * Writes an alert with its deliveries at once, so that none is lost between the two. An episode alerts
 * once when it opens and once when it ends: a second call returns undefined and changes nothing.
 */
export function createAlert(db: Database, input: CreateAlert, now = Date.now()): string | undefined {
  const { targets = [], ...fields } = input;
  return durably(db, () => {
    // Looked up before the counter moves, or each replay of the monitor would wake every page.
    const raised = db.orm
      .select({ id: alert.id })
      .from(alert)
      .where(and(eq(alert.episodeId, fields.episodeId), eq(alert.event, fields.event)))
      .get();
    if (raised) return undefined;
    const id = newId();
    db.orm
      .insert(alert)
      .values({ ...fields, id, createdAt: now, change: nextChange(db) })
      .run();
    for (const target of new Set(targets))
      db.orm.insert(delivery).values({ alertId: id, target, state: "pending", nextAttemptAt: now }).run();
    return id;
  });
}

/** Newest first. */
export function listAlerts(db: Database, { limit = 100 }: { limit?: number } = {}): AlertRow[] {
  return inSnapshot(db, () => {
    const rows = alertRows(db).orderBy(desc(alert.createdAt), desc(alert.change)).limit(limit).all();
    return withDeliveries(db, rows);
  });
}

/** Those of the ids that exist, newest first. */
export function getAlerts(db: Database, ids: readonly string[]): AlertRow[] {
  return inSnapshot(db, () => {
    const rows = alertRows(db)
      .where(inArray(alert.id, [...ids]))
      .orderBy(desc(alert.createdAt), desc(alert.change))
      .all();
    return withDeliveries(db, rows);
  });
}

function alertRows(db: Database) {
  return db.orm
    .select({
      id: alert.id,
      episodeId: alert.episodeId,
      runId: alert.runId,
      runName: run.name,
      event: alert.event,
      severity: alert.severity,
      title: alert.title,
      sentence: alert.sentence,
      startStep: alert.startStep,
      createdAt: alert.createdAt,
      seenAt: alert.seenAt,
    })
    .from(alert)
    .innerJoin(run, eq(run.id, alert.runId));
}

function withDeliveries(db: Database, rows: Omit<AlertRow, "deliveries">[]): AlertRow[] {
  const deliveries = db.orm
    .select()
    .from(delivery)
    .where(
      inArray(
        delivery.alertId,
        rows.map(({ id }) => id),
      ),
    )
    .orderBy(asc(delivery.id))
    .all();
  return rows.map((row) => ({
    ...row,
    deliveries: deliveries
      .filter(({ alertId }) => alertId === row.id)
      .map(({ target, state, attempts, lastError, nextAttemptAt }) => ({
        target,
        state,
        attempts,
        lastError,
        nextAttemptAt,
      })),
  }));
}

/** Marks alerts as seen, all of them when no ids are given; returns how many were unseen. */
export function markSeen(db: Database, ids?: readonly string[], now = Date.now()): number {
  return durably(db, () =>
    countUnseenAlerts(db) > 0
      ? db.orm
          .update(alert)
          .set({ seenAt: now, change: nextChange(db) })
          .where(and(isNull(alert.seenAt), ids && inArray(alert.id, [...ids])))
          .run().changes
      : 0,
  );
}

export function countUnseenAlerts(db: Database): number {
  return db.orm.select({ unseen: count() }).from(alert).where(isNull(alert.seenAt)).get()?.unseen ?? 0;
}

/** True when it was still pending. */
export function markDelivered(db: Database, deliveryId: number, now = Date.now()): boolean {
  return settle(db, deliveryId, {
    state: "delivered",
    deliveredAt: now,
    nextAttemptAt: null,
    lastError: null,
  });
}

/** Counts a failed attempt: tried again at `nextAttemptAt`, or given up when that is null. */
export function markFailed(
  db: Database,
  deliveryId: number,
  failure: { error: string; nextAttemptAt: number | null },
): boolean {
  return settle(db, deliveryId, {
    state: failure.nextAttemptAt === null ? "failed" : "pending",
    lastError: failure.error.slice(0, 2000),
    nextAttemptAt: failure.nextAttemptAt,
  });
}

function settle(db: Database, deliveryId: number, outcome: Partial<StoredDelivery>): boolean {
  return durably(db, () => {
    const settled = db.orm
      .update(delivery)
      .set({ ...outcome, attempts: sql`${delivery.attempts} + 1` })
      .where(and(eq(delivery.id, deliveryId), eq(delivery.state, "pending")))
      .returning({ alertId: delivery.alertId })
      .get();
    if (!settled) return false;
    db.orm
      .update(alert)
      .set({ change: nextChange(db) })
      .where(eq(alert.id, settled.alertId))
      .run();
    return true;
  });
}
