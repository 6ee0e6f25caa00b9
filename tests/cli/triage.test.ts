import { expect, test } from "vitest";
import { upsertEpisode } from "../../db/store/episodes/episodes";
import { anEpisode } from "../db/an-episode";
import { startRun } from "../db/test-run";
import { freshDatabase, freshHome } from "../setup/database";
import { runCli } from "./run-cli";

function anOpenEpisode() {
  const home = freshHome();
  const db = freshDatabase(home);
  const { runId } = startRun(db);
  const { id } = upsertEpisode(db, runId, anEpisode());
  const episodes = (...words: string[]) => runCli(["episodes", ...words], { home });
  return { id, runId, episodes };
}

test("an episode is acknowledged, commented, resolved and shown with its history", async () => {
  const { id, episodes } = anOpenEpisode();
  expect((await episodes("ack", id, "--author", "ada")).stdout).toBe(`Acknowledged ${id}.\n`);
  await episodes("comment", id, "the batch at 12", "--author", "bo");
  const { stdout } = await episodes("resolve", id, "--reason", "data fixed", "--author", "ada", "--json");
  expect(JSON.parse(stdout)).toEqual({ changed: [id], entries: [expect.any(Number)], skipped: [] });
  const shown = (await episodes("show", id)).stdout;
  expect(shown).toMatch(/Triage +resolved by ada: data fixed/);
  expect(shown).toMatch(/bo commented: the batch at 12\n.* ada resolved: data fixed/);
  expect(JSON.parse((await episodes("show", id, "--json")).stdout)).toMatchObject({ id, comments: 1 });
  expect(JSON.parse((await episodes("--triage", "open", "--json")).stdout)).toEqual([]);
});

test("a kind is muted with a reason in a run, and unmuted", async () => {
  const { id, runId, episodes } = anOpenEpisode();
  const muted = await episodes("mute", id, "--all-of-kind", "--reason", "unclipped on purpose");
  expect(muted.stdout).toBe(`Muted episodes of exploding_gradient in run ${runId}.\n`);
  expect((await episodes("--triage", "muted")).stdout).toContain(id);
  expect((await episodes("unmute", id)).stdout).toMatch(/ring again/);
  expect((await episodes()).stdout).toMatch(/open +open/);
});

test("what cannot be done is said, with an exit code of its own", async () => {
  const { id, episodes } = anOpenEpisode();
  const refused = async (...words: string[]) => {
    const { code, stderr } = await episodes(...words);
    return [code, stderr] as const;
  };
  expect(await refused("ack", "nothing")).toEqual([4, expect.stringMatching(/got "nothing"/)]);
  expect(await refused("mute", id)).toEqual([2, expect.stringMatching(/Expected a reason for muting/)]);
  expect(await refused("comment", id, " ")).toEqual([2, expect.stringMatching(/at least one letter/)]);
  expect(await refused("reopen", id)).toEqual([5, expect.stringMatching(/is open; there is nothing/)]);
  expect(await refused("--triage", "acked")).toEqual([2, expect.stringMatching(/"acked".*acknowledged/)]);
});
