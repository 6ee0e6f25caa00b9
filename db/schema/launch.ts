import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { run } from "./run";

/** The queue of runs that wait for a trainer slot. Order of the queue is the order of the ids. */
export const launch = sqliteTable(
  "launch",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    runId: text("run_id")
      .notNull()
      .references(() => run.id, { onDelete: "cascade" }),
    queuedAt: integer("queued_at").notNull(),
    startedAt: integer("started_at"),
    cancelledAt: integer("cancelled_at"),
  },
  (table) => [
    // Serves: the waiting launches; a run waits at most once.
    uniqueIndex("launch_waiting").on(table.runId).where(sql`started_at IS NULL AND cancelled_at IS NULL`),
    // Serves: launches of a run (started but never claimed).
    index("launch_by_run").on(table.runId),
  ],
);
