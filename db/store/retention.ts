import { z } from "zod";
import type { Database } from "../connection";
import { isEnded, type RunStatus, runStatuses } from "../contract/statuses";
import { durably, inTransaction } from "../transaction";
import { nextChange } from "./change-counter";
import { parseInput } from "./invalid-input";

const endedStatuses = runStatuses.filter(isEnded) as [RunStatus, ...RunStatus[]];

/** Which runs `gradiometer gc` deletes. Off where there is no rule. */
export const RetentionRule = z.strictObject({
  /** Only runs that ended longer ago. */
  olderThanDays: z.number().min(1),
  /** Only runs that ended so; all when empty. */
  statuses: z.array(z.enum(endedStatuses)).default([]),
  /** Only runs with this tag. */
  tag: z.string().min(1).nullable().default(null),
  /** Of those that the rule is about, the newest this many stay however old they are. */
  keepLast: z.number().int().min(0).default(0),
});
export type RetentionRule = z.infer<typeof RetentionRule>;

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

export interface ExpiredRun {
  id: string;
  name: string;
  status: RunStatus;
  endedAt: number;
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

/** Deletes runs that have ended, with all that hangs on them; their points and files are then for gc to remove. */
export function deleteEndedRuns(db: Database, runIds: readonly string[]): number {
  return inTransaction(db, () => {
    let deleted = 0;
    for (const id of runIds)
      deleted += db
        .statement("DELETE FROM run WHERE id = ? AND status IN (SELECT value FROM json_each(?))")
        .run(id, JSON.stringify(endedStatuses)).changes;
    if (deleted > 0) nextChange(db);
    return deleted;
  });
}
