import { blob, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { run } from "./run";

/** Steps and wall times that chunks of a run share. */
export const pointAxis = sqliteTable(
  "point_axis",
  {
    /** Never given twice. */
    id: integer().primaryKey({ autoIncrement: true }),
    runId: text("run_id")
      .notNull()
      .references(() => run.id, { onDelete: "cascade" }),
    data: blob({ mode: "buffer" }).notNull(),
  },
  (table) => [
    // Serves: removing the axes of a run.
    index("point_axis_by_run").on(table.runId),
  ],
);

/** A stretch of points of a series: their values, and which axis they lie on. */
export const pointChunk = sqliteTable(
  "point_chunk",
  {
    id: integer().primaryKey(),
    seriesId: integer("series_id").notNull(),
    firstStep: integer("first_step").notNull(),
    axisId: integer("axis_id").notNull(),
    data: blob({ mode: "buffer" }).notNull(),
  },
  (table) => [
    // Serves: the chunks of a range of steps.
    uniqueIndex("point_chunk_by_step").on(table.seriesId, table.firstStep),
    // Serves: whether an axis is in use.
    index("point_chunk_by_axis").on(table.axisId),
  ],
);
