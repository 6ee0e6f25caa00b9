import { primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { run } from "./run";

/** A word by which runs are found again. WITHOUT ROWID. */
export const runTag = sqliteTable(
  "run_tag",
  {
    runId: text("run_id")
      .notNull()
      .references(() => run.id, { onDelete: "cascade" }),
    tag: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.tag] })],
);
