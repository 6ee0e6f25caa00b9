import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { run } from "./run";

/** How far the files of an imported run have been read. */
export const importPosition = sqliteTable(
  "import_position",
  {
    runId: text("run_id")
      .primaryKey()
      .references(() => run.id, { onDelete: "cascade" }),
    format: text().notNull(),
    /** Where the files were when they were read last. */
    source: text().notNull(),
    /** JSON, of the format's own making. */
    position: text().notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    // The runs that files at a place made, where they have another beginning than when they were imported.
    index("import_position_by_source").on(table.source),
  ],
);
