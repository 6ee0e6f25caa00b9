import { and, eq, sql } from "drizzle-orm";
import type { Triage, TriageEntry } from "../../contract/read-models";
import { type TriageState, transitions } from "../../contract/triage";
import type { Database } from "../../database";
import * as schema from "../../schema";

const { episode, mutedKind } = schema;
type MutedKind = typeof mutedKind.$inferSelect;

/** Joins the rule that mutes an episode together with its kind, where its run has one. */
export const mutedWithKind = and(eq(mutedKind.runId, episode.runId), eq(mutedKind.kind, episode.kind));

/** Where an episode counts: one that asks for somebody is muted where its kind is. Needs the tables `episode` and, joined, `muted_kind`. */
export const triageStateText = `CASE WHEN muted_kind.kind IS NOT NULL AND episode.triage IN ('open', 'acknowledged')
  THEN 'muted' ELSE episode.triage END`;
export const triageState = sql<TriageState>`${sql.raw(triageStateText)}`;

/** Where the episodes that exist of these count. */
export function readTriageStates(db: Database, ids: readonly string[]): Map<string, TriageState> {
  const rows = db
    .statement(
      `SELECT episode.id, ${triageStateText} FROM episode LEFT JOIN muted_kind USING (run_id, kind)
       WHERE episode.id IN (SELECT value FROM json_each(?))`,
    )
    .raw()
    .all(JSON.stringify(ids)) as [string, TriageState][];
  return new Map(rows);
}

/** Where people have put an episode, from its own history and the rule for its kind. */
export function presentTriage(
  state: TriageState,
  history: readonly TriageEntry[],
  rule: MutedKind | null,
): Triage {
  const last = history.findLast(({ action }) => action !== "comment");
  const withKind = rule !== null && state === "muted" && stateAfter(last) !== "muted";
  const {
    text: reason,
    author,
    at,
  } = withKind
    ? { text: rule.reason, author: rule.author, at: rule.createdAt }
    : (last ?? { text: null, author: null, at: null });
  return { state, reason, author, at, withKind };
}

/** Where the last action of a history led; open before the first. */
export function stateAfter(last: Pick<TriageEntry, "action"> | undefined): TriageState {
  return last === undefined || last.action === "comment" ? "open" : transitions[last.action].to;
}

/** Histories of episodes, oldest entry first. Comments come without their texts where only states are wanted. */
export function readHistories(
  db: Database,
  episodeIds: readonly string[],
  { comments }: { comments: boolean },
): Map<string, TriageEntry[]> {
  const rows = db
    .statement(
      `SELECT episode_id AS episodeId, id, action, author, created_at AS at,
         ${comments ? "text" : "CASE action WHEN 'comment' THEN NULL ELSE text END AS text"}
       FROM triage_entry WHERE episode_id IN (SELECT value FROM json_each(?)) ORDER BY id`,
    )
    .all(JSON.stringify(episodeIds)) as (TriageEntry & { episodeId: string })[];
  const histories = new Map<string, TriageEntry[]>();
  for (const { episodeId, ...entry } of rows) {
    const history = histories.get(episodeId);
    if (history) history.push(entry);
    else histories.set(episodeId, [entry]);
  }
  return histories;
}
