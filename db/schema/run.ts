import { type AnySQLiteColumn, index, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { RecordedEnvironment } from "../contract/events";
import type { Intervention } from "../contract/interventions";
import type { StoredConfig } from "../contract/run-config";
import { runStatuses } from "../contract/statuses";
import type { WorkloadName } from "../contract/workloads";
import { arm } from "./arm";
import { experiment } from "./experiment";

export const run = sqliteTable(
  "run",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    workload: text().$type<WorkloadName>().notNull(),
    status: text({ enum: runStatuses }).notNull(),
    message: text(),
    seed: integer().notNull(),
    config: text({ mode: "json" }).$type<StoredConfig>().notNull(),
    /** SHA-256 of the config as canonical JSON: equal configs have equal hashes. */
    configHash: text("config_hash").notNull(),
    interventions: text({ mode: "json" }).$type<Intervention[]>().notNull(),
    experimentId: text("experiment_id").references(() => experiment.id, { onDelete: "set null" }),
    armId: text("arm_id").references(() => arm.id, { onDelete: "set null" }),
    environment: text({ mode: "json" }).$type<RecordedEnvironment>(),
    backend: text(),
    /** 0 before a trainer claimed it; each claim adds one. */
    attempt: integer().notNull().default(0),
    pid: integer(),
    /** Start time of that process: a pid alone may be another's by now. */
    pidStartedAt: integer("pid_started_at"),
    heartbeatAt: integer("heartbeat_at"),
    cancelRequestedAt: integer("cancel_requested_at"),
    /** Largest step with a point, and when it was taken. */
    step: integer(),
    stepAt: integer("step_at"),
    stepsPerSecond: real("steps_per_second"),
    totalSteps: integer("total_steps").notNull(),
    createdAt: integer("created_at").notNull(),
    startedAt: integer("started_at"),
    endedAt: integer("ended_at"),
    /** Step at which it ended, e.g. of the first non-finite loss. */
    endedStep: integer("ended_step"),
    /** Value of the change counter at its last change. */
    change: integer().notNull(),
    /** A fork began at the checkpoint of another run; at step 0, that run's start. */
    forkedFromRunId: text("forked_from_run_id").references((): AnySQLiteColumn => run.id, {
      onDelete: "set null",
    }),
    forkedFromStep: integer("forked_from_step"),
    /** Cleared by the trainer that takes the request up. */
    continueRequestedAt: integer("continue_requested_at"),
  },
  (table) => [
    // Serves: the runs page, newest first.
    index("run_by_creation").on(table.createdAt),
    // Serves: lists of all runs that a filter over other tables chose, without reading their configs.
    index("run_by_id").on(table.id, table.createdAt, table.startedAt, table.armId, table.experimentId),
    // Serves: the runs of an experiment and of its arms.
    index("run_by_experiment").on(table.experimentId, table.armId),
    // Serves: running runs (heartbeat watch, slots) and counts by status.
    index("run_by_status").on(table.status, table.heartbeatAt),
    // Serves: changes since a counter.
    index("run_by_change").on(table.change),
  ],
);
