import { expect, test } from "vitest";
import type { TriageAction } from "../../../db/contract/triage";
import type { Database } from "../../../db/database";
import { changesSince } from "../../../db/store/changes";
import { upsertEpisode } from "../../../db/store/episodes/episodes";
import { countEpisodes, listEpisodes } from "../../../db/store/episodes/list-episodes";
import { muteKind, unmuteKind } from "../../../db/store/episodes/muted-kinds";
import { commentEpisode, triageEpisodes, triageHistory, undoTriage } from "../../../db/store/episodes/triage";
import { getRunRows } from "../../../db/store/runs/runs";
import { freshDatabase } from "../../setup/database";
import { anEpisode } from "../an-episode";
import { startRun } from "../test-run";

function anOpenEpisode(fields: Parameters<typeof anEpisode>[0] = {}) {
  const db = freshDatabase();
  const { runId } = startRun(db);
  const { id } = upsertEpisode(db, runId, anEpisode(fields), 1000);
  return { db, runId, id };
}

const act = (db: Database, action: TriageAction, ids: string[], now = 2000) =>
  triageEpisodes(db, { ids, action, author: "ada", reason: `${action}, said ada` }, now);
const triageOf = (db: Database, id: string) => listEpisodes(db, { ids: [id] })[0]?.triage;

test("an action is kept with who, when and why, and pages hear of it", () => {
  const { db, runId, id } = anOpenEpisode();
  const untouched = { state: "open", reason: null, author: null, at: null, withKind: false };
  expect(triageOf(db, id)).toEqual(untouched);
  const { counter } = changesSince(db, 0);
  expect(act(db, "acknowledge", [id])).toMatchObject({ changed: [id], skipped: [] });
  expect(triageOf(db, id)).toEqual({
    ...untouched,
    state: "acknowledged",
    reason: "acknowledge, said ada",
    author: "ada",
    at: 2000,
  });
  expect(changesSince(db, counter).episodeRunIds).toEqual([runId]);
});

test("of several episodes those are named from which the action does not lead; alone, it is refused", () => {
  const { db, runId, id } = anOpenEpisode();
  const { id: other } = upsertEpisode(db, runId, anEpisode({ startStep: 50 }));
  act(db, "resolve", [id]);
  expect(act(db, "acknowledge", [id, other])).toMatchObject({
    changed: [other],
    skipped: [
      {
        id,
        why: `Expected an episode that is open, and ${id} is resolved (ada); reopen it first.`,
      },
    ],
  });
  for (const action of ["acknowledge", "resolve", "mute"] as const)
    expect(() => act(db, action, [id])).toThrow(expect.objectContaining({ code: "conflict" }));
  act(db, "reopen", [id]);
  expect(() => act(db, "reopen", [id])).toThrow(/there is nothing to reopen/);
  expect(() => act(db, "resolve", [id, "nothing"])).toThrow(expect.objectContaining({ code: "not-found" }));
  expect(triageOf(db, id)?.state, "nothing is done where an id is unknown").toBe("open");
});

test("undoing leaves an episode where it was before, but not over what somebody did since", () => {
  const { db, id } = anOpenEpisode();
  const first = act(db, "acknowledge", [id]);
  const second = act(db, "mute", [id], 3000);
  expect(() => undoTriage(db, first.entries)).toThrow(/ada did "mute" since/);
  undoTriage(db, second.entries);
  expect(triageOf(db, id)).toMatchObject({ state: "acknowledged", at: 2000 });
  undoTriage(db, first.entries);
  expect(triageOf(db, id)).toMatchObject({ state: "open", author: null });
  expect(triageHistory(db, id)).toEqual([]);
  expect(() => undoTriage(db, first.entries)).toThrow(expect.objectContaining({ code: "not-found" }));
});

test("comments are counted and kept in order beside actions; taking one back takes nothing else", () => {
  const { db, id } = anOpenEpisode();
  const comment = commentEpisode(db, { id, text: "seed 3 again", author: "bo" }, 1500);
  act(db, "resolve", [id]);
  expect(triageHistory(db, id)).toEqual([
    comment,
    { id: expect.any(Number), action: "resolve", text: "resolve, said ada", author: "ada", at: 2000 },
  ]);
  expect(listEpisodes(db)[0]).toMatchObject({ comments: 1, triage: { state: "resolved" } });
  undoTriage(db, [comment.id]);
  expect(listEpisodes(db)[0]).toMatchObject({ comments: 0, triage: { state: "resolved" } });
});

test("decisions and comments outlast a replay, and a resume after which the trouble comes back at about its steps", () => {
  const { db, runId, id } = anOpenEpisode({ endStep: 30, severity: "critical" });
  commentEpisode(db, { id, text: "the batch at 12", author: "bo" });
  act(db, "mute", [id]);
  upsertEpisode(db, runId, anEpisode({ severity: "warning" }), 3000);
  upsertEpisode(db, runId, anEpisode({ endStep: 30, severity: "critical", state: "closed" }), 3000);
  const kept = { id, comments: 1, triage: { state: "muted", author: "ada" } };
  expect(listEpisodes(db)).toMatchObject([kept]);
  db.statement("UPDATE episode SET abandoned_at = 4000").run();
  expect(listEpisodes(db)).toEqual([]);
  expect(upsertEpisode(db, runId, anEpisode({ startStep: 14 }), 5000)).toEqual({ id, change: "opened" });
  expect(listEpisodes(db)).toMatchObject([{ ...kept, startStep: 14 }]);
  db.statement("UPDATE episode SET abandoned_at = 6000").run();
  const elsewhere = upsertEpisode(db, runId, anEpisode({ startStep: 300 }), 7000);
  expect(elsewhere.id).not.toBe(id);
});

test("what turns worse than whoever put it away saw is opened again, once, and never by a replay", () => {
  const { db, runId, id } = anOpenEpisode({ severity: "warning" });
  act(db, "resolve", [id]);
  const worse = anEpisode({ severity: "critical", severityReason: "the loss left its level" });
  upsertEpisode(db, runId, worse, 3000);
  expect(triageOf(db, id)).toMatchObject({
    state: "open",
    author: "monitor",
    reason: "critical now: the loss left its level",
  });
  act(db, "acknowledge", [id]);
  for (const severity of ["warning", "critical"] as const)
    upsertEpisode(db, runId, { ...worse, severity }, 4000);
  expect(triageOf(db, id)?.state).toBe("acknowledged");
});

test("a muted kind mutes the episodes of its run that there are and those to come, until it is unmuted", () => {
  const { db, runId, id } = anOpenEpisode();
  const other = startRun(db).runId;
  const elsewhere = upsertEpisode(db, other, anEpisode()).id;
  const unlike = upsertEpisode(db, runId, anEpisode({ kind: "plateau" })).id;
  act(db, "acknowledge", [id]);
  muteKind(db, { id, reason: "unclipped on purpose", author: "ada" }, 3000);
  const later = upsertEpisode(db, runId, anEpisode({ startStep: 90 })).id;
  for (const muted of [id, later])
    expect(triageOf(db, muted)).toEqual({
      state: "muted",
      reason: "unclipped on purpose",
      author: "ada",
      at: 3000,
      withKind: true,
    });
  for (const rings of [elsewhere, unlike]) expect(triageOf(db, rings)?.state).toBe("open");
  expect(() => act(db, "resolve", [id])).toThrow(/muted with all of its kind/);
  expect(() => muteKind(db, { id: later, reason: "again", author: "bo" })).toThrow(/by ada \(unclipped/);
  unmuteKind(db, later);
  expect([id, later].map((one) => triageOf(db, one)?.state)).toEqual(["acknowledged", "open"]);
  expect(() => unmuteKind(db, id)).toThrow(expect.objectContaining({ code: "conflict" }));
});

test("counts say what each choice would show; badges of a run count what asks for somebody", () => {
  const { db, runId, id } = anOpenEpisode();
  const plateau = upsertEpisode(db, runId, anEpisode({ kind: "plateau", severity: "critical" })).id;
  upsertEpisode(db, runId, anEpisode({ startStep: 70, severity: "critical" }));
  act(db, "resolve", [id]);
  muteKind(db, { id: plateau, reason: "slow by design", author: "ada" });
  expect(countEpisodes(db, { triage: ["open"], kinds: ["exploding_gradient"] })).toEqual({
    byTriage: { open: 1, acknowledged: 0, resolved: 1, muted: 0 },
    byKind: { exploding_gradient: 1 },
  });
  expect(listEpisodes(db, { triage: ["muted", "resolved"] }).map((row) => row.id)).toEqual([plateau, id]);
  expect(getRunRows(db, [runId])[0]?.episodes).toEqual({
    ...{ benign: 0, warning: 1, critical: 2, open: 3 },
    unresolved: { benign: 0, warning: 0, critical: 1 },
  });
});
