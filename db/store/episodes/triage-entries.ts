import type { TriageEntry } from "../../contract/read-models";
import type { TriageAction } from "../../contract/triage";
import type { Database } from "../../database";
import type { StoredEpisode } from "../../schema/episode";
import { nextChange } from "../change-counter";

/** Adds to the history of an episode; returns the entry's id. */
export function writeEntry(
  db: Database,
  { id, severity }: Pick<StoredEpisode, "id" | "severity">,
  { action, text, author }: Pick<TriageEntry, "action" | "text" | "author">,
  now: number,
): number {
  return db
    .statement(
      `INSERT INTO triage_entry (episode_id, action, text, author, severity, created_at)
       VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
    )
    .pluck()
    .get(id, action, text, author, severity, now) as number;
}

/** The last action on an episode, with the severity that whoever acted saw. */
export function lastAction(db: Database, episodeId: string) {
  return db
    .statement(
      `SELECT id, action, author, severity FROM triage_entry WHERE episode_id = ? AND action <> 'comment'
       ORDER BY id DESC LIMIT 1`,
    )
    .get(episodeId) as
    | (Pick<TriageEntry, "id" | "author"> & { action: TriageAction; severity: StoredEpisode["severity"] })
    | undefined;
}

/** Where an action led. */
export function setTriage(db: Database, id: string, state: StoredEpisode["triage"]): void {
  db.statement("UPDATE episode SET triage = ?, change = ? WHERE id = ?").run(state, nextChange(db), id);
}

/** Lets pages read the episode again. */
export function touchEpisode(db: Database, id: string): void {
  db.statement("UPDATE episode SET change = ? WHERE id = ?").run(nextChange(db), id);
}

/** Who opens an episode again that turned worse. */
export const monitorAuthor = "monitor";

/** For a detector's report: what somebody put away as less severe than it has become asks for somebody again. */
export function reopenWorse(db: Database, episode: StoredEpisode, reason: string, now: number): void {
  const entry = { action: "reopen", text: reason, author: monitorAuthor } as const;
  writeEntry(db, episode, entry, now);
  setTriage(db, episode.id, "open");
}
