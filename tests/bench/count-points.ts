import type { Database } from "../../db/connection";
import { pointPages } from "../../db/store/stream-points";

/** Points that can be read and that are in rollups; throws unless both are as many as expected. */
export function checkStored(db: Database, expected: number): void {
  let stored = 0;
  for (const id of db.statement("SELECT id FROM series").pluck().all() as number[])
    for (const { step } of pointPages(db, id)) stored += step.length;
  const rolledUp = db.statement("SELECT sum(count) FROM rollup").pluck().get() as number;
  if (stored !== expected || rolledUp !== expected)
    throw new Error(`Expected ${expected} points and as many in rollups, found ${stored} and ${rolledUp}`);
}
