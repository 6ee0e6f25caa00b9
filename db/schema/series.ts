import { sql } from "drizzle-orm";
import { index, integer, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { encodedNumber } from "./encoded-number";
import { run } from "./run";

/** A named metric of a run, with the summary of its points. */
export const series = sqliteTable(
  "series",
  {
    id: integer().primaryKey(),
    runId: text("run_id")
      .notNull()
      .references(() => run.id, { onDelete: "cascade" }),
    name: text().notNull(),
    /** Steps that one rollup bucket covers: 64 or a larger power of two for a sparse series. */
    bucketSteps: integer("bucket_steps").notNull().default(64),
    /** Rollup buckets it has. */
    buckets: integer().notNull().default(0),
    count: integer().notNull().default(0),
    nonFinite: integer("non_finite").notNull().default(0),
    /** Null while the series has no points. */
    firstStep: integer("first_step"),
    lastStep: integer("last_step"),
    lastValue: encodedNumber("last_value"),
    /** Smallest and largest finite value; null where there is none. */
    min: real(),
    max: real(),
    /** How many values gave way to a later one for the same step. */
    replaced: integer().notNull().default(0),
    /** 1 where its chunks are packed for good. */
    compacted: integer().notNull().default(0),
    /** 1 where its run has ended, as a trigger of the database keeps it. */
    ended: integer().notNull().default(0),
    /** 1 where its points are chunks; 0 where an older version recorded them as rows. */
    chunked: integer().notNull().default(0),
  },
  (table) => [
    // Serves: a series by its name, and the series of a run.
    uniqueIndex("series_by_run").on(table.runId, table.name),
    // Serves: filters and orders by the summaries of a name, over all runs.
    index("series_of_ended_runs")
      .on(table.name, table.runId, table.lastValue, table.min, table.max, table.count, table.nonFinite)
      .where(sql`ended = 1`),
    // Serves: the same of runs that train, whose summaries change with every batch.
    index("series_of_open_runs").on(table.name, table.runId).where(sql`ended = 0`),
  ],
);
