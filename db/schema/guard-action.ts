import { index, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { guardActionNames, guardedKinds } from "../contract/guardrails";
import { run } from "./run";

export const guardAction = sqliteTable(
  "guard_action",
  {
    id: integer().primaryKey(),
    runId: text("run_id")
      .notNull()
      .references(() => run.id, { onDelete: "cascade" }),
    attempt: integer().notNull(),
    step: integer().notNull(),
    wallTime: real("wall_time").notNull(),
    kind: text({ enum: guardedKinds }).notNull(),
    action: text({ enum: guardActionNames }).notNull(),
    series: text().notNull(),
    reason: text().notNull(),
    outcome: text().notNull(),
  },
  (table) => [
    // Serves: the actions of a run in step order.
    index("guard_action_by_run").on(table.runId, table.step),
  ],
);
