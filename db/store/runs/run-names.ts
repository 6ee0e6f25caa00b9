import type { RunNames } from "../../contract/read-models";
import type { Database } from "../../database";
import { inSnapshot } from "../../transaction";

const mostNames = 5000;

/** What filters and columns can name, for whoever offers names while one is typed. */
export function runNames(db: Database): RunNames {
  return inSnapshot(db, () => ({ settings: settingNames(db), series: recentSeries(db) }));
}

/** Settings of all runs: by skips from one path to the next, not by reading those of every run. */
export function settingNames(db: Database): string[] {
  const paths = db
    .statement(
      `WITH RECURSIVE known (path) AS (
         SELECT min(path) FROM run_setting
         UNION ALL SELECT (SELECT min(path) FROM run_setting WHERE path > known.path) FROM known WHERE path IS NOT NULL
       ) SELECT path FROM known WHERE path IS NOT NULL LIMIT ?`,
    )
    .pluck()
    .all(mostNames) as string[];
  return paths.map((path) => `config.${path}`);
}

/** Series of the 200 latest runs. */
export function recentSeries(db: Database): string[] {
  return db
    .statement(
      `SELECT DISTINCT name FROM series
       WHERE run_id IN (SELECT id FROM run ORDER BY created_at DESC LIMIT 200) ORDER BY name LIMIT ?`,
    )
    .pluck()
    .all(mostNames) as string[];
}
