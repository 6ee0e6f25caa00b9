import type { Database } from "../../database";
import { type StoredSeries, seriesById } from "../series/series";
import { extentOf } from "./axis-source";
import { blocksByTime } from "./time-axis";

export interface WallTimes {
  /** When the run's first steps were recorded: where its elapsed time begins. */
  origin: number;
  earliest: number;
  latest: number;
}

/**
 * When a run was recorded, in milliseconds since 1970; undefined while it has no points. Its longest series is read from
 * end to end, since a clock may have been set meanwhile; of the others the first and the last rollup bucket.
 */
export function wallTimes(db: Database, runId: string): WallTimes | undefined {
  const ends = endsOf(db, runId);
  if (!ends) return undefined;
  const longest = seriesById(db, db.statement(longestQuery).pluck().get(runId) as number) as StoredSeries;
  const { from, to } = extentOf(blocksByTime(db, longest, 0));
  return {
    origin: ends.origin,
    earliest: Math.min(ends.earliest, from),
    latest: Math.max(ends.latest, to),
  };
}

/** Where a run's elapsed time begins. */
export const startOf = (db: Database, runId: string): number | undefined => endsOf(db, runId)?.origin;

function endsOf(db: Database, runId: string): WallTimes | undefined {
  const { origin, earliest, latest } = db.statement(endsQuery).get(runId) as {
    [Key in keyof WallTimes]: number | null;
  };
  return origin === null || earliest === null || latest === null ? undefined : { origin, earliest, latest };
}

const endsQuery = `
  SELECT min(first_wall_time) AS origin,
    min(min(first_wall_time, last_wall_time)) AS earliest,
    max(max(first_wall_time, last_wall_time)) AS latest
  FROM (
    SELECT last_wall_time, coalesce(
        (SELECT first_wall_time FROM rollup_chunk WHERE series_id = series.id ORDER BY number LIMIT 1),
        (SELECT first_wall_time FROM rollup WHERE series_id = series.id ORDER BY bucket LIMIT 1)
      ) AS first_wall_time
    FROM series
    JOIN rollup ON rollup.series_id = series.id
      AND bucket = (SELECT max(bucket) FROM rollup WHERE series_id = series.id)
    WHERE series.run_id = ?)`;

const longestQuery = "SELECT id FROM series WHERE run_id = ? AND count > 0 ORDER BY count DESC, id LIMIT 1";
