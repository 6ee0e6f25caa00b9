import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  index,
  integer,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { severities } from "../contract/episode";
import { episode } from "./episode";
import { run } from "./run";

export const alertEvents = ["opened", "ended"] as const;

export const alert = sqliteTable(
  "alert",
  {
    id: text().primaryKey(),
    episodeId: text("episode_id")
      .notNull()
      .references(() => episode.id, { onDelete: "cascade" }),
    runId: text("run_id")
      .notNull()
      .references(() => run.id, { onDelete: "cascade" }),
    event: text({ enum: alertEvents }).notNull(),
    severity: text({ enum: severities }).notNull(),
    title: text().notNull(),
    sentence: text().notNull(),
    startStep: integer("start_step").notNull(),
    createdAt: integer("created_at").notNull(),
    seenAt: integer("seen_at"),
    change: integer().notNull(),
    /** The alert that it is told of with; null for one that rings by itself. */
    gatheredInto: text("gathered_into").references((): AnySQLiteColumn => alert.id, { onDelete: "set null" }),
  },
  (table) => [
    // Serves: an episode alerts once when it opens and once when it ends.
    uniqueIndex("alert_by_episode").on(table.episodeId, table.event),
    // Serves: the bell's history, newest first.
    index("alert_by_creation").on(table.createdAt),
    // Serves: the count of unseen alerts.
    index("alert_unseen").on(table.seenAt).where(sql`seen_at IS NULL`),
    // Serves: changes since a counter.
    index("alert_by_change").on(table.change),
    // Serves: what is gathered into an alert.
    index("alert_by_gathering").on(table.gatheredInto),
  ],
);
