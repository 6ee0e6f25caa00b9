import type { EpisodeKind } from "../../contract/episode";
import { GradiometerError } from "../../contract/errors";
import type { Database } from "../../database";
import { durably } from "../../transaction";
import { nextChange } from "../change-counter";
import { getEpisode } from "./episodes";

export interface MutedKind {
  runId: string;
  kind: EpisodeKind;
  reason: string;
  author: string;
  createdAt: number;
}

/** The rule that mutes a kind of episodes in a run. */
export function findMutedKind(db: Database, runId: string, kind: EpisodeKind): MutedKind | undefined {
  return db
    .statement(
      `SELECT run_id AS runId, kind, reason, author, created_at AS createdAt FROM muted_kind
       WHERE run_id = ? AND kind = ?`,
    )
    .get(runId, kind) as MutedKind | undefined;
}

/**
 * Mutes all episodes of the kind of this one in its run, those to come as well. Their own histories stay as they are:
 * unmuting leaves each where it was. Throws "conflict" where the kind is muted already.
 */
export function muteKind(
  db: Database,
  { id, reason, author }: { id: string; reason: string; author: string },
  now = Date.now(),
): MutedKind {
  return durably(db, () => {
    const { runId, kind } = getEpisode(db, id);
    const before = findMutedKind(db, runId, kind);
    if (before)
      throw new GradiometerError(
        "conflict",
        `Expected a kind that is not muted, and ${kind} is in run ${runId}, by ${before.author} (${before.reason}); unmute it first to give another reason.`,
      );
    db.statement(
      "INSERT INTO muted_kind (run_id, kind, reason, author, created_at) VALUES (?, ?, ?, ?, ?)",
    ).run(runId, kind, reason, author, now);
    touchKind(db, runId, kind);
    return { runId, kind, reason, author, createdAt: now };
  });
}

/** Takes that back. Throws "conflict" where the kind of this episode is not muted in its run. */
export function unmuteKind(db: Database, id: string): { runId: string; kind: EpisodeKind } {
  return durably(db, () => {
    const { runId, kind } = getEpisode(db, id);
    const { changes } = db.statement("DELETE FROM muted_kind WHERE run_id = ? AND kind = ?").run(runId, kind);
    if (changes === 0)
      throw new GradiometerError(
        "conflict",
        `Expected a kind that is muted, and ${kind} is not in run ${runId}; an episode that is muted by itself is reopened.`,
      );
    touchKind(db, runId, kind);
    return { runId, kind };
  });
}

function touchKind(db: Database, runId: string, kind: EpisodeKind): void {
  db.statement("UPDATE episode SET change = ? WHERE run_id = ? AND kind = ?").run(
    nextChange(db),
    runId,
    kind,
  );
}
