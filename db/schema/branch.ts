import { index, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { encodedNumber } from "./encoded-number";
import { run } from "./run";

/** What a run recorded and then replaced, resumed from an earlier step or taken back by a guardrail. */
export const branch = sqliteTable(
  "branch",
  {
    id: integer().primaryKey(),
    runId: text("run_id")
      .notNull()
      .references(() => run.id, { onDelete: "cascade" }),
    /** The attempt that replaced it. */
    attempt: integer().notNull(),
    fromStep: integer("from_step").notNull(),
    lastStep: integer("last_step").notNull(),
    points: integer().notNull(),
    abandonedAt: integer("abandoned_at").notNull(),
  },
  (table) => [
    // Serves: the branches of a run, in the order in which they were abandoned.
    index("branch_by_run").on(table.runId, table.id),
  ],
);

/** The points of a branch. WITHOUT ROWID. */
export const abandonedPoint = sqliteTable(
  "abandoned_point",
  {
    branchId: integer("branch_id")
      .notNull()
      .references(() => branch.id, { onDelete: "cascade" }),
    seriesId: integer("series_id").notNull(),
    step: integer().notNull(),
    wallTime: real("wall_time").notNull(),
    value: encodedNumber().notNull(),
  },
  (table) => [primaryKey({ columns: [table.branchId, table.seriesId, table.step] })],
);
