import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { run } from "./run";

/** The last batch stored of each attempt: what makes a retry harmless. WITHOUT ROWID. */
export const appendCursor = sqliteTable(
  "append_cursor",
  {
    runId: text("run_id")
      .notNull()
      .references(() => run.id, { onDelete: "cascade" }),
    attempt: integer().notNull(),
    lastSeq: integer("last_seq").notNull(),
    /** First step that this attempt wrote; older points from there on were replaced. */
    firstStep: integer("first_step"),
    /** How often it went back and replaced steps of its own. */
    retreats: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.runId, table.attempt] })],
);
