import type { Database } from "../../database";
import { durably } from "../../transaction";
import { getRun } from "../runs/find-run";
import { judgeAnew } from "./judge-anew";

/** What a person says that a series of a run means. */
export interface GivenRole {
  series: string;
  /** As `gradient-norm:generator`; `none` leaves the series out. */
  role: string;
  author: string;
  setAt: number;
}

export function listGivenRoles(db: Database, runId: string): GivenRole[] {
  return db
    .statement(
      "SELECT series, role, author, set_at AS setAt FROM series_role WHERE run_id = ? ORDER BY series",
    )
    .all(runId) as GivenRole[];
}

/**
 * Gives series of a run their roles, takes back those that are null, and has the run judged anew. What no series is
 * called yet may come. Throws "not-found" for a run that there is not.
 */
export function giveRoles(
  db: Database,
  { runId, roles, author }: { runId: string; roles: Readonly<Record<string, string | null>>; author: string },
  now = Date.now(),
): void {
  durably(db, () => {
    getRun(db, runId);
    for (const [series, role] of Object.entries(roles)) {
      if (role === null)
        db.statement("DELETE FROM series_role WHERE run_id = ? AND series = ?").run(runId, series);
      else
        db.statement(
          `INSERT INTO series_role (run_id, series, role, author, set_at) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (run_id, series) DO UPDATE SET role = excluded.role, author = excluded.author, set_at = excluded.set_at`,
        ).run(runId, series, role, author, now);
    }
    judgeAnew(db, [runId], now);
  });
}
