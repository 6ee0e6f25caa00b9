import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { RunConfig } from "../contract/run-config";
import type { WorkloadName } from "../contract/workloads";

export const experiment = sqliteTable("experiment", {
  id: text().primaryKey(),
  name: text().notNull(),
  question: text().notNull(),
  workload: text().$type<WorkloadName>().notNull(),
  source: text({ enum: ["demo", "user"] }).notNull(),
  /** Base config; arms and seeds supply interventions and seed. */
  config: text({ mode: "json" }).$type<RunConfig>().notNull(),
  seeds: integer().notNull(),
  firstSeed: integer("first_seed").notNull(),
  createdAt: integer("created_at").notNull(),
});
