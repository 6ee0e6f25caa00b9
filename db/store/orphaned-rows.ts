import type { Database } from "../connection";
import { inTransaction } from "../transaction";

/** Tables that name a series without a foreign key, which would cost a look-up a point. */
const tables = ["point", "point_chunk", "rollup", "abandoned_point"] as const;

/** Ids of series that points are stored of and that are no more: their run was deleted. */
export function orphanedSeries(db: Database): number[] {
  const found = new Set<number>();
  // From one id to the next by the index, not over all points.
  for (const table of ["point", "point_chunk", "rollup"] as const)
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

/** Removes what is stored of series that are no more, each in a write of its own; returns the rows. */
export function removeOrphanedRows(db: Database): number {
  let rows = 0;
  for (const id of orphanedSeries(db))
    inTransaction(db, () => {
      if (db.statement("SELECT 1 FROM series WHERE id = ?").get(id)) return;
      for (const table of tables)
        rows += db.statement(`DELETE FROM ${table} WHERE series_id = ?`).run(id).changes;
    });
  return rows;
}
