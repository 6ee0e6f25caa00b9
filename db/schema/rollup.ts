import { integer, primaryKey, real, sqliteTable } from "drizzle-orm/sqlite-core";
import { encodedNumber } from "./encoded-number";

/** The last buckets of a series: bucket b covers the steps [b * bucket_steps, (b + 1) * bucket_steps) of it. WITHOUT ROWID. */
export const rollup = sqliteTable(
  "rollup",
  {
    seriesId: integer("series_id").notNull(),
    bucket: integer().notNull(),
    count: integer().notNull(),
    nonFinite: integer("non_finite").notNull(),
    /** Over the finite values; null where there is none. */
    min: real(),
    max: real(),
    /** Of the finite values; may itself overflow. */
    sum: encodedNumber().notNull(),
    firstStep: integer("first_step").notNull(),
    firstWallTime: real("first_wall_time").notNull(),
    firstValue: encodedNumber("first_value").notNull(),
    lastStep: integer("last_step").notNull(),
    lastWallTime: real("last_wall_time").notNull(),
    lastValue: encodedNumber("last_value").notNull(),
  },
  (table) => [primaryKey({ columns: [table.seriesId, table.bucket] })],
);
