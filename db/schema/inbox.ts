import { blob, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { run } from "./run";

/** Points that are committed and wait to be put into their series, in the order of their arrival. */
export const inbox = sqliteTable("inbox", {
  id: integer().primaryKey(),
  runId: text("run_id")
    .notNull()
    .references(() => run.id, { onDelete: "cascade" }),
  /**
   * 8-byte floats, little-endian; of each series its id, how many points, then their steps, wall times and values. Less than
   * none of them: as many values, on the steps and wall times of the series before.
   */
  columns: blob({ mode: "buffer" }).notNull(),
});
