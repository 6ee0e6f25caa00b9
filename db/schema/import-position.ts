import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { run } from "./run";

/** How far the files of an imported run have been read. */
export const importPosition = sqliteTable("import_position", {
  runId: text("run_id")
    .primaryKey()
    .references(() => run.id, { onDelete: "cascade" }),
  format: text().notNull(),
  /** Where the files were when they were read last. */
  source: text().notNull(),
  /** JSON, of the format's own making. */
  position: text().notNull(),
  updatedAt: integer("updated_at").notNull(),
});
