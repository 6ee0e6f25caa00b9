import { blob, integer, primaryKey, real, sqliteTable } from "drizzle-orm/sqlite-core";

/** Chunk c holds those of a series' buckets [c * 256, (c + 1) * 256) that are packed. WITHOUT ROWID. */
export const rollupChunk = sqliteTable(
  "rollup_chunk",
  {
    seriesId: integer("series_id").notNull(),
    number: integer().notNull(),
    /** Of its first bucket. */
    firstWallTime: real("first_wall_time").notNull(),
    data: blob({ mode: "buffer" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.seriesId, table.number] })],
);
