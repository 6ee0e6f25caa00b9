import type { Database } from "../../connection";
import { type StoredSeries, seriesById } from "../series";
import { extentOf } from "./axis-source";
import { blocksAtOnce } from "./block-size";
import { timeAxis } from "./time-axis";

/** Blocks that the longest series is read in. */
const overview = 64;

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
  const ends = db.statement(endsQuery).get(runId) as { [Key in keyof WallTimes]: number | null };
  if (ends.origin === null || ends.earliest === null || ends.latest === null) return undefined;
  const longest = seriesById(db, db.statement(longestQuery).pluck().get(runId) as number) as StoredSeries;
  const axis = timeAxis(db, 0);
  const { from, to } = extentOf(
    axis.blocks(
      longest,
      blocksAtOnce(longest.buckets, longest.bucketSteps, overview),
      longest.firstStep ?? 0,
      longest.lastStep ?? -1,
    ),
  );
  return {
    origin: ends.origin,
    earliest: Math.min(ends.earliest, from),
    latest: Math.max(ends.latest, to),
  };
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
