import type { Database } from "../../db/database";
import { pointPages } from "../../db/store/points/stream-points";
import { eachBucket } from "../../db/store/rollup/read-rollup";
import { type StoredSeries, seriesById } from "../../db/store/series/series";

/** Points that can be read and that are in rollups; throws unless both are as many as expected. */
export function checkStored(db: Database, expected: number): void {
  let stored = 0;
  let rolledUp = 0;
  for (const id of db.statement("SELECT id FROM series").pluck().all() as number[]) {
    for (const { step } of pointPages(db, id)) stored += step.length;
    for (const [, { count }] of eachBucket(db, seriesById(db, id) as StoredSeries)) rolledUp += count;
  }
  if (stored !== expected || rolledUp !== expected)
    throw new Error(`Expected ${expected} points and as many in rollups, found ${stored} and ${rolledUp}`);
}
