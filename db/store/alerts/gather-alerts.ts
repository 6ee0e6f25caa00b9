import type { Database } from "../../database";

/**
 * Within this time after an alert rang, others of the same run or experiment join it: an experiment's arms break in the
 * same ways, and run by run. Five minutes is also what Prometheus' Alertmanager waits before it tells a group again.
 */
export const GATHER_MS = 5 * 60_000;

export interface Gathering {
  /** The alert that the new one joins. */
  into: string;
  /**
   * When a webhook hears of the new one; null where another that joined carries it along, or where it is the ending of
   * one that was.
   */
  deliverAt: number | null;
}

interface Gathered {
  id: string;
  createdAt: number;
  gatheredInto: string | null;
}

/** What a new alert joins; undefined where it is the first and rings by itself. */
export function gatheringFor(
  db: Database,
  { episodeId, runId, event }: { episodeId: string; runId: string; event: "opened" | "ended" },
  now: number,
): Gathering | undefined {
  if (event === "ended") return withItsBeginning(db, episodeId, now);
  const first = db
    .statement(
      `SELECT alert.id, alert.created_at AS createdAt FROM alert JOIN run ON run.id = alert.run_id
       WHERE alert.gathered_into IS NULL AND alert.created_at > :since AND (alert.run_id = :runId
         OR run.experiment_id = (SELECT experiment_id FROM run WHERE id = :runId))
       ORDER BY alert.created_at DESC LIMIT 1`,
    )
    .get({ since: now - GATHER_MS, runId }) as Gathered | undefined;
  if (!first) return undefined;
  const carried = db
    .statement("SELECT 1 FROM alert WHERE gathered_into = ? AND event = 'opened'")
    .get(first.id);
  return { into: first.id, deliverAt: carried ? null : first.createdAt + GATHER_MS };
}

function withItsBeginning(db: Database, episodeId: string, now: number): Gathering | undefined {
  const opened = db
    .statement(
      "SELECT id, gathered_into AS gatheredInto FROM alert WHERE episode_id = ? AND event = 'opened'",
    )
    .get(episodeId) as Gathered | undefined;
  if (!opened) return undefined;
  return opened.gatheredInto === null
    ? { into: opened.id, deliverAt: now }
    : { into: opened.gatheredInto, deliverAt: null };
}

/** Episodes whose beginnings are told of together with this alert: those that joined the same one after it. */
export function carriedAlong(db: Database, alertId: string): string[] {
  return db
    .statement(
      `SELECT other.episode_id FROM alert JOIN alert AS other ON other.gathered_into = alert.gathered_into
       WHERE alert.id = ? AND alert.event = 'opened' AND other.event = 'opened' AND other.id <> alert.id
       ORDER BY other.created_at, other.rowid`,
    )
    .pluck()
    .all(alertId) as string[];
}
