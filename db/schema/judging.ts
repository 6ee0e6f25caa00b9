import { integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { run } from "./run";

/** What a series of a run means, over its name and the run's own config. WITHOUT ROWID. */
export const seriesRole = sqliteTable(
  "series_role",
  {
    runId: text("run_id")
      .notNull()
      .references(() => run.id, { onDelete: "cascade" }),
    series: text().notNull(),
    /** As `gradient-norm:generator`. */
    role: text().notNull(),
    author: text().notNull(),
    setAt: integer("set_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.series] })],
);

/** Thresholds in the place of detectors' defaults: of runs of one workload, or of all where it is "". WITHOUT ROWID. */
export const keptThreshold = sqliteTable(
  "kept_threshold",
  {
    workload: text().notNull(),
    detector: text().notNull(),
    name: text().notNull(),
    value: real().notNull(),
    author: text().notNull(),
    setAt: integer("set_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workload, table.detector, table.name] })],
);

/** Runs that were to be judged anew, or were judged by other thresholds than the defaults. */
export const judging = sqliteTable("judging", {
  runId: text("run_id")
    .primaryKey()
    .references(() => run.id, { onDelete: "cascade" }),
  /** How often another judgement was asked for, and how many the monitor has begun. */
  asked: integer().notNull().default(0),
  begun: integer().notNull().default(0),
  askedAt: integer("asked_at"),
  /** The thresholds that it was judged by, where they are not the defaults. */
  thresholds: text({ mode: "json" }).$type<Record<string, Record<string, number>>>().notNull().default({}),
});
