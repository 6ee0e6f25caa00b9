import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { episodeKinds, severities } from "../contract/episode";
import { triageActions } from "../contract/triage";
import { episode } from "./episode";
import { run } from "./run";

export const triageEntry = sqliteTable(
  "triage_entry",
  {
    /** Never given twice: whoever undoes names it. */
    id: integer().primaryKey({ autoIncrement: true }),
    episodeId: text("episode_id")
      .notNull()
      .references(() => episode.id, { onDelete: "cascade" }),
    action: text({ enum: [...triageActions, "comment"] }).notNull(),
    text: text(),
    author: text().notNull(),
    /** The episode's severity as whoever acted saw it: what turns worse afterwards is opened again. */
    severity: text({ enum: severities }).notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    // Serves: the history of an episode, and its last action.
    index("triage_entry_by_episode").on(table.episodeId, table.id),
  ],
);

/** Kinds of episodes that a run is known for: those there are and those to come count as muted. */
export const mutedKind = sqliteTable(
  "muted_kind",
  {
    runId: text("run_id")
      .notNull()
      .references(() => run.id, { onDelete: "cascade" }),
    kind: text({ enum: episodeKinds }).notNull(),
    reason: text().notNull(),
    author: text().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.kind] })],
);
