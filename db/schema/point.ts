import { integer, primaryKey, real, sqliteTable } from "drizzle-orm/sqlite-core";
import { encodedNumber } from "./encoded-number";

/** WITHOUT ROWID in the migration, which drizzle cannot say: the primary key is the order on disk. */
export const point = sqliteTable(
  "point",
  {
    seriesId: integer("series_id").notNull(),
    step: integer().notNull(),
    wallTime: real("wall_time").notNull(),
    value: encodedNumber().notNull(),
  },
  (table) => [primaryKey({ columns: [table.seriesId, table.step] })],
);
