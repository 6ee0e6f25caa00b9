import type { Database } from "../../database";
import { inTransaction } from "../../transaction";

/** Tables that name a series without a foreign key, which would cost a look-up a point. */
const tables = ["point", "point_chunk", "rollup", "rollup_chunk"] as const;
const keyOf = { point: "step", point_chunk: "first_step", rollup: "bucket", rollup_chunk: "number" } as const;

/** Ids of series that points are stored of and that are no more: their run was deleted. */
export function orphanedSeries(db: Database): number[] {
  const found = new Set<number>();
  // From one id to the next by the index, not over all points.
  for (const table of tables)
    for (const id of db
      .statement(
        `WITH RECURSIVE seen (id) AS (
           SELECT min(series_id) FROM ${table}
           UNION ALL SELECT (SELECT min(series_id) FROM ${table} WHERE series_id > seen.id) FROM seen WHERE id IS NOT NULL)
         SELECT id FROM seen WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM series)`,
      )
      .pluck()
      .all() as number[])
      found.add(id);
  return [...found].sort((a, b) => a - b);
}

/** Rows deleted in one write: some tens of milliseconds, which is what others wait for. */
const rowsAtOnce = 5000;

/**
 * Removes what is stored of series that are no more, a write at a time: whoever does this beside other work takes turns
 * with it. Yields the rows of each.
 */
export function* removeOrphanedRows(db: Database): Generator<number> {
  for (const id of orphanedSeries(db)) yield* removeRowsOf(db, id);
}

/** The same of one series. */
export function* removeRowsOf(db: Database, seriesId: number): Generator<number> {
  for (const table of tables)
    for (let rows = rowsAtOnce; rows === rowsAtOnce; ) {
      rows = inTransaction(db, () => removeSome(db, table, seriesId));
      if (rows > 0) yield rows;
    }
}

function removeSome(db: Database, table: (typeof tables)[number], seriesId: number): number {
  if (db.statement("SELECT 1 FROM series WHERE id = ?").get(seriesId)) return 0;
  // By the key of the last one to go: SQLite as it is built here has no DELETE with a LIMIT.
  const key = keyOf[table];
  const last = db
    .statement(`SELECT ${key} FROM ${table} WHERE series_id = ? ORDER BY ${key} LIMIT 1 OFFSET ?`)
    .pluck()
    .get(seriesId, rowsAtOnce - 1) as number | undefined;
  return db
    .statement(`DELETE FROM ${table} WHERE series_id = ? AND ${key} <= ?`)
    .run(seriesId, last ?? Number.MAX_SAFE_INTEGER).changes;
}
