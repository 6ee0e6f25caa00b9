import { userInfo } from "node:os";
import { expect, test } from "vitest";
import { upsertEpisode } from "../../../db/store/episodes/episodes";
import { anEpisode } from "../../db/an-episode";
import { startRun } from "../../db/test-run";
import { procedures } from "../support/caller";

function anOpenEpisode() {
  const { call, db } = procedures();
  const { runId } = startRun(db);
  return { call, db, runId, id: upsertEpisode(db, runId, anEpisode()).id };
}

test("an episode is acknowledged, commented and muted by whoever says so, and by this account where nobody does", async () => {
  const { call, id } = anOpenEpisode();
  await call.episodes.triage({ ids: [id], action: "acknowledge" });
  await call.episodes.comment({ id, text: "  seed 3 again ", author: "ada" });
  const { entries } = await call.episodes.triage({
    ids: [id],
    action: "mute",
    reason: "known",
    author: "bo",
  });
  expect(await call.episodes.history({ id })).toMatchObject([
    { action: "acknowledge", author: userInfo().username, text: null },
    { action: "comment", author: "ada", text: "seed 3 again" },
    { action: "mute", author: "bo", text: "known" },
  ]);
  expect(await call.episodes.list({ triage: ["muted"] })).toMatchObject([{ id, comments: 1 }]);
  await call.episodes.undo({ entries });
  expect((await call.episodes.counts()).byTriage).toEqual({
    open: 0,
    acknowledged: 1,
    resolved: 0,
    muted: 0,
  });
});

test("a kind is muted in one run and unmuted", async () => {
  const { call, id, runId } = anOpenEpisode();
  expect(await call.episodes.muteKind({ id, reason: "unclipped on purpose" })).toMatchObject({ runId });
  expect((await call.episodes.list({}))[0]?.triage).toMatchObject({ state: "muted", withKind: true });
  await call.episodes.unmuteKind({ id });
  expect((await call.episodes.list({}))[0]?.triage.state).toBe("open");
});

test.each([
  ["an empty comment", { text: "  " }, /Expected a comment of at least one letter, got an empty one/],
  ["a comment of 10 kB", { text: "x".repeat(10_240) }, /at most 4000 characters, got 10240; shorten it/],
  ["an empty name", { text: "x", author: "" }, /Expected a name of at least one letter/],
])("%s is refused", async (_, fields, message) => {
  const { call, id } = anOpenEpisode();
  await expect(call.episodes.comment({ id, ...fields })).rejects.toThrow(message);
  expect(await call.episodes.history({ id })).toEqual([]);
});

test("unknown episodes, unknown actions, wrong transitions and muting without a reason are refused", async () => {
  const { call, id } = anOpenEpisode();
  const { triage, comment, history } = call.episodes;
  const refused = /Expected the id of an episode, got "nothing"/;
  await expect(triage({ ids: ["nothing"], action: "resolve" })).rejects.toThrow(refused);
  await expect(comment({ id: "nothing", text: "x" })).rejects.toThrow(refused);
  await expect(history({ id: "nothing" })).rejects.toThrow(refused);
  await expect(triage({ ids: [], action: "resolve" })).rejects.toThrow(/at least one episode/);
  await expect(triage({ ids: [id], action: "mute" })).rejects.toThrow(/Expected a reason for muting/);
  await expect(triage({ ids: [id], action: "reslove" as "resolve" })).rejects.toThrow(
    /did you mean "resolve"/,
  );
  await expect(triage({ ids: [id], action: "reopen" })).rejects.toMatchObject({ code: "CONFLICT" });
});
