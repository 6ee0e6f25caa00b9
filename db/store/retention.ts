import type { z } from "zod";
import type { ExpiredRun } from "../contract/read-models";
import { endedStatuses, RetentionRule } from "../contract/retention";
import type { Database } from "../database";
import { durably, inTransaction } from "../transaction";
import { removeRowsOf } from "./branches/orphaned-rows";
import { nextChange } from "./change-counter";
import { parseInput } from "./invalid-input";

const key = "retention";
const dayMs = 86_400_000;

export function getRetention(db: Database): RetentionRule | null {
  const stored = db.statement("SELECT value FROM setting WHERE key = ?").pluck().get(key) as
    | string
    | undefined;
  return stored === undefined ? null : parseInput("stored retention rule", RetentionRule, JSON.parse(stored));
}

/** Null switches it off. */
export function setRetention(db: Database, rule: z.input<typeof RetentionRule> | null): void {
  durably(db, () => {
    db.statement("DELETE FROM setting WHERE key = ?").run(key);
    if (rule)
      db.statement("INSERT INTO setting (key, value, updated_at) VALUES (?, ?, ?)").run(
        key,
        JSON.stringify(parseInput("retention rule", RetentionRule, rule)),
        Date.now(),
      );
  });
}

/** The runs that a rule gives up, oldest first. Never those of an experiment: its verdict rests on them. */
export function expiredRuns(db: Database, rule: RetentionRule, now = Date.now()): ExpiredRun[] {
  const statuses = rule.statuses.length > 0 ? rule.statuses : endedStatuses;
  const meant = db
    .statement(
      `SELECT id, name, status, coalesce(ended_at, created_at) AS endedAt FROM run
       WHERE experiment_id IS NULL AND status IN (SELECT value FROM json_each(:statuses))
         AND (:tag IS NULL OR EXISTS (SELECT 1 FROM run_tag WHERE run_id = run.id AND tag = :tag))
       ORDER BY created_at DESC, id DESC`,
    )
    .all({ statuses: JSON.stringify(statuses), tag: rule.tag }) as ExpiredRun[];
  return meant
    .slice(rule.keepLast)
    .filter(({ endedAt }) => endedAt < now - rule.olderThanDays * dayMs)
    .reverse();
}

/**
 * Deletes runs that have ended, with all that hangs on them; their points and files are then for gc to remove. Of series
 * whose ids SQLite may give out again, the points go at once: a later run would find them under its own.
 */
export function deleteEndedRuns(db: Database, runIds: readonly string[]): number {
  return inTransaction(db, () => {
    let deleted = 0;
    const series: number[] = [];
    for (const id of runIds) {
      const ids = db.statement("SELECT id FROM series WHERE run_id = ?").pluck().all(id) as number[];
      const { changes } = db
        .statement("DELETE FROM run WHERE id = ? AND status IN (SELECT value FROM json_each(?))")
        .run(id, JSON.stringify(endedStatuses));
      deleted += changes;
      if (changes > 0) series.push(...ids);
    }
    const highest = db.statement("SELECT coalesce(max(id), 0) FROM series").pluck().get() as number;
    for (const id of series) if (id > highest) for (const _ of removeRowsOf(db, id));
    if (deleted > 0) nextChange(db);
    return deleted;
  });
}

/** How many runs have ended, and how many points some of them have. */
export function countEnded(db: Database, among: readonly string[]): { ended: number; points: number } {
  return db
    .statement(
      `SELECT (SELECT count(*) FROM run WHERE status IN (SELECT value FROM json_each(:statuses))) AS ended,
         (SELECT coalesce(sum(count), 0) FROM series WHERE run_id IN (SELECT value FROM json_each(:runs))) AS points`,
    )
    .get({ statuses: JSON.stringify(endedStatuses), runs: JSON.stringify(among) }) as {
    ended: number;
    points: number;
  };
}
