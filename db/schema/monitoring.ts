import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { run } from "./run";

/** The attempt of each run whose points the monitor has judged to their end. */
export const monitoring = sqliteTable("monitoring", {
  runId: text("run_id")
    .primaryKey()
    .references(() => run.id, { onDelete: "cascade" }),
  attempt: integer().notNull(),
  completedAt: integer("completed_at").notNull(),
});
