import { and, asc, count, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { AlertRow } from "../../contract/read-models";
import type { Database } from "../../database";
import * as schema from "../../schema";
import { durably, inSnapshot } from "../../transaction";
import { nextChange } from "../change-counter";
import { newId } from "../new-id";
import { gatheringFor } from "./gather-alerts";

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
 * Writes an alert with its delivery at once, so that none is lost between the two. An episode alerts once when it opens
 * and once when it ends: a second call returns undefined and changes nothing. One that comes soon after another of its
 * run or experiment is gathered into that, and an ending into its beginning.
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
    const gathering = gatheringFor(db, fields, now);
    db.orm
      .insert(alert)
      .values({
        ...fields,
        id,
        createdAt: now,
        gatheredInto: gathering?.into ?? null,
        // An ending is good news: it is there to be read and asks nobody to look.
        seenAt: fields.event === "ended" ? now : null,
        change: nextChange(db),
      })
      .run();
    if (gathering && fields.event === "opened")
      db.orm.update(alert).set({ seenAt: null }).where(eq(alert.id, gathering.into)).run();
    const deliverAt = gathering ? gathering.deliverAt : now;
    if (deliverAt !== null)
      for (const target of new Set(targets))
        db.orm
          .insert(delivery)
          .values({ alertId: id, target, state: "pending", nextAttemptAt: deliverAt })
          .run();
    return id;
  });
}

/** Alerts that rang by themselves, newest first, each with what was gathered into it. */
export function listAlerts(db: Database, { limit = 100 }: { limit?: number } = {}): AlertRow[] {
  return inSnapshot(db, () => {
    const rows = alertRows(db)
      .where(isNull(alert.gatheredInto))
      .orderBy(desc(alert.createdAt), desc(alert.change))
      .limit(limit)
      .all();
    return withGathered(db, rows);
  });
}

/** Those of the ids that exist, newest first; of one that was gathered into another, that other. */
export function getAlerts(db: Database, ids: readonly string[]): AlertRow[] {
  if (ids.length === 0) return [];
  return inSnapshot(db, () => {
    const heads = db
      .statement("SELECT coalesce(gathered_into, id) FROM alert WHERE id IN (SELECT value FROM json_each(?))")
      .pluck()
      .all(JSON.stringify(ids)) as string[];
    const rows = alertRows(db)
      .where(inArray(alert.id, heads))
      .orderBy(desc(alert.createdAt), desc(alert.change))
      .all();
    return withGathered(db, rows);
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
      gatheredInto: alert.gatheredInto,
    })
    .from(alert)
    .innerJoin(run, eq(run.id, alert.runId));
}

type SelectedAlert = ReturnType<ReturnType<typeof alertRows>["all"]>[number];

function withGathered(db: Database, heads: SelectedAlert[]): AlertRow[] {
  const headIds = heads.map(({ id }) => id);
  const gathered = alertRows(db)
    .where(inArray(alert.gatheredInto, headIds))
    .orderBy(asc(alert.createdAt), asc(alert.change))
    .all();
  const deliveries = db.orm
    .select()
    .from(delivery)
    .where(inArray(delivery.alertId, [...headIds, ...gathered.map(({ id }) => id)]))
    .orderBy(asc(delivery.id))
    .all();
  return heads.map(({ gatheredInto: _, ...head }) => {
    const joined = gathered.filter(({ gatheredInto }) => gatheredInto === head.id);
    const ids = new Set([head, ...joined].map(({ id }) => id));
    return {
      ...head,
      gathered: joined.map(({ gatheredInto: __, seenAt: ___, ...event }) => event),
      deliveries: deliveries
        .filter(({ alertId }) => ids.has(alertId))
        .map(({ alertId, target, state, attempts, lastError, nextAttemptAt }) => ({
          alertId,
          target,
          state,
          attempts,
          lastError,
          nextAttemptAt,
        })),
    };
  });
}

/** Marks alerts as seen, all of them when no ids are given; with what was gathered into them; returns how many rang. */
export function markSeen(db: Database, ids?: readonly string[], now = Date.now()): number {
  return durably(db, () =>
    countUnseenAlerts(db) > 0
      ? db.orm
          .update(alert)
          .set({ seenAt: now, change: nextChange(db) })
          .where(
            and(
              isNull(alert.seenAt),
              ids && or(inArray(alert.id, [...ids]), inArray(alert.gatheredInto, [...ids])),
            ),
          )
          .run().changes
      : 0,
  );
}

const rings = and(isNull(alert.seenAt), isNull(alert.gatheredInto));

export function countUnseenAlerts(db: Database): number {
  return db.orm.select({ unseen: count() }).from(alert).where(rings).get()?.unseen ?? 0;
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
