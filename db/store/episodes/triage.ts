import { GradiometerError } from "../../contract/errors";
import type { TriageEntry, TriageResult } from "../../contract/read-models";
import {
  type CommentEpisode,
  type TriageAction,
  type TriageEpisodes,
  transitions,
} from "../../contract/triage";
import type { Database } from "../../database";
import type { StoredEpisode } from "../../schema/episode";
import { durably } from "../../transaction";
import { getEpisode } from "./episodes";
import { findMutedKind } from "./muted-kinds";
import { lastAction, setTriage, touchEpisode, writeEntry } from "./triage-entries";
import { readHistories, stateAfter } from "./triage-state";

type By<Input> = Omit<Input, "author"> & { author: string };

/**
 * Does an action to every episode that is in a state from which it leads; the others are named with why. Refused where
 * that leaves none. Throws "not-found" for an id that no episode has, "conflict" where nothing could be done.
 */
export function triageEpisodes(
  db: Database,
  { ids, action, reason, author }: By<TriageEpisodes>,
  now = Date.now(),
): TriageResult {
  return durably(db, () => {
    const result: TriageResult = { entries: [], changed: [], skipped: [] };
    for (const id of new Set(ids)) {
      const episode = getEpisode(db, id);
      const why = obstacle(db, episode, action);
      if (why !== undefined) {
        result.skipped.push({ id, why });
        continue;
      }
      result.entries.push(writeEntry(db, episode, { action, text: reason ?? null, author }, now));
      result.changed.push(id);
      setTriage(db, id, transitions[action].to);
    }
    const [first] = result.skipped;
    if (result.changed.length === 0 && first) throw new GradiometerError("conflict", first.why);
    return result;
  });
}

/** Why an action leads nowhere from where the episode is; undefined where it does. */
function obstacle(
  db: Database,
  { id, runId, kind, triage }: StoredEpisode,
  action: TriageAction,
): string | undefined {
  const { from } = transitions[action];
  const rule = triage === "open" || triage === "acknowledged" ? findMutedKind(db, runId, kind) : undefined;
  if (rule)
    return `Episode ${id} is muted with all of its kind in its run, by ${rule.author} (${rule.reason}); unmute the kind first.`;
  if (from.includes(triage)) return undefined;
  const last = lastAction(db, id);
  const by = last ? ` (${last.author})` : "";
  const remedy = action === "reopen" ? "there is nothing to reopen" : "reopen it first";
  return `Expected an episode that is ${from.join(" or ")}, and ${id} is ${triage}${by}; ${remedy}.`;
}

/** Adds to an episode's history what somebody says of it. */
export function commentEpisode(
  db: Database,
  { id, text, author }: By<CommentEpisode>,
  now = Date.now(),
): TriageEntry {
  return durably(db, () => {
    const entry = { action: "comment", text, author } as const;
    const written = writeEntry(db, getEpisode(db, id), entry, now);
    touchEpisode(db, id);
    return { id: written, ...entry, at: now };
  });
}

/**
 * Takes back entries of histories: a comment goes, an action leaves the episode where it was before. All or nothing.
 * Throws "conflict" where somebody acted on an episode since.
 */
export function undoTriage(db: Database, ids: readonly number[]): { episodes: string[] } {
  return durably(db, () => ({ episodes: [...new Set(ids.map((id) => undoOne(db, id)))] }));
}

function undoOne(db: Database, id: number): string {
  const entry = db
    .statement("SELECT episode_id AS episodeId, action FROM triage_entry WHERE id = ?")
    .get(id) as { episodeId: string; action: TriageEntry["action"] } | undefined;
  if (!entry)
    throw new GradiometerError(
      "not-found",
      `Expected an entry of an episode's history, got ${id}; it may have been undone already.`,
    );
  const { episodeId, action } = entry;
  const last = lastAction(db, episodeId);
  if (action !== "comment" && last?.id !== id)
    throw new GradiometerError(
      "conflict",
      `Expected the last action on episode ${episodeId}, and ${last?.author} did "${last?.action}" since; undo that first, or act on it anew.`,
    );
  db.statement("DELETE FROM triage_entry WHERE id = ?").run(id);
  if (action === "comment") touchEpisode(db, episodeId);
  else setTriage(db, episodeId, stateAfter(lastAction(db, episodeId)));
  return episodeId;
}

/** What was done to an episode and said of it, oldest first. */
export function triageHistory(db: Database, id: string): TriageEntry[] {
  getEpisode(db, id);
  return readHistories(db, [id], { comments: true }).get(id) ?? [];
}
