import { index, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { logLevels } from "../contract/events";
import { run } from "./run";

export const logLine = sqliteTable(
  "log_line",
  {
    id: integer().primaryKey(),
    runId: text("run_id")
      .notNull()
      .references(() => run.id, { onDelete: "cascade" }),
    attempt: integer().notNull(),
    wallTime: real("wall_time").notNull(),
    level: text({ enum: logLevels }).notNull(),
    text: text().notNull(),
  },
  (table) => [
    // Serves: a page of a run's log, newest first.
    index("log_line_by_run").on(table.runId, table.id),
  ],
);
