import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { episodeKinds, episodeStates, severities } from "../contract/episode";
import { triageStates } from "../contract/triage";
import { encodedNumber } from "./encoded-number";
import { evidence } from "./evidence";
import { run } from "./run";

export const episode = sqliteTable(
  "episode",
  {
    id: text().primaryKey(),
    runId: text("run_id")
      .notNull()
      .references(() => run.id, { onDelete: "cascade" }),
    kind: text({ enum: episodeKinds }).notNull(),
    series: text().notNull(),
    startStep: integer("start_step").notNull(),
    endStep: integer("end_step").notNull(),
    alarmStep: integer("alarm_step").notNull(),
    peakStep: integer("peak_step").notNull(),
    peakValue: encodedNumber("peak_value").notNull(),
    severity: text({ enum: severities }).notNull(),
    severityReason: text("severity_reason").notNull(),
    state: text({ enum: episodeStates }).notNull(),
    evidence: evidence().notNull(),
    detectedAt: integer("detected_at").notNull(),
    closedAt: integer("closed_at"),
    /** Set when a resumed run replaced the steps of the episode; such an episode is no longer listed. */
    abandonedAt: integer("abandoned_at"),
    change: integer().notNull(),
    /** Where the last action of its history led. */
    triage: text({ enum: triageStates }).notNull().default("open"),
  },
  (table) => [
    // Serves: the episodes of a run, their counts, and the identity under which one is updated.
    uniqueIndex("episode_by_identity").on(table.runId, table.kind, table.series, table.startStep),
    // Serves: the episodes page, newest first.
    index("episode_by_detection").on(table.detectedAt),
    // Serves: changes since a counter.
    index("episode_by_change").on(table.change),
  ],
);

export type StoredEpisode = typeof episode.$inferSelect;
