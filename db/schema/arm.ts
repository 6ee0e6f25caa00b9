import { integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Guardrail } from "../contract/guardrails";
import type { Intervention } from "../contract/interventions";
import { experiment } from "./experiment";

export const arm = sqliteTable(
  "arm",
  {
    id: text().primaryKey(),
    experimentId: text("experiment_id")
      .notNull()
      .references(() => experiment.id, { onDelete: "cascade" }),
    /** Order within the experiment; 0 is the control. */
    position: integer().notNull(),
    name: text().notNull(),
    interventions: text({ mode: "json" }).$type<Intervention[]>().notNull(),
    guardrails: text({ mode: "json" }).$type<Guardrail[]>().notNull(),
    /** Settings that differ from the experiment's config, as `key=value`. */
    settings: text({ mode: "json" }).$type<string[]>().notNull(),
  },
  (table) => [
    // Serves: the arms of an experiment in their order.
    uniqueIndex("arm_by_experiment").on(table.experimentId, table.position),
  ],
);
