import { expect, test } from "vitest";
import { createAlert } from "../../../db/store/alerts/alerts";
import { upsertEpisode } from "../../../db/store/episodes/episodes";
import { triageEpisodes } from "../../../db/store/episodes/triage";
import { toldTogether } from "../../../server/alerts/told-together";
import { webhookBody } from "../../../server/alerts/webhook-body";
import { anEpisode } from "../../db/an-episode";
import { startRun } from "../../db/test-run";
import { freshDatabase } from "../../setup/database";

/** Three episodes of a run that alert within seconds: the ids of each with its alert's. */
function threeAlerts() {
  const db = freshDatabase();
  const { runId } = startRun(db);
  const alerts = [10, 20, 30].map((startStep) => {
    const episode = anEpisode({ startStep, severity: "critical" });
    const { id: episodeId } = upsertEpisode(db, runId, episode);
    const fields = { episodeId, runId, event: "opened", severity: episode.severity, startStep } as const;
    return { episodeId, id: createAlert(db, { ...fields, title: "t", sentence: "s" }, startStep) ?? "" };
  });
  return { db, runId, alerts };
}

test("the first alert is told of by itself, those that joined it together", () => {
  const { db, runId, alerts } = threeAlerts();
  const [first, second] = alerts as [(typeof alerts)[0], (typeof alerts)[0]];
  expect(toldTogether(db, first).map(({ episode }) => episode.startStep)).toEqual([10]);
  const [main, ...others] = toldTogether(db, second);
  const body = webhookBody("opened", main!, others, "http://here");
  expect(body.text).toMatch(/; and 1 more in the last minutes$/);
  expect(body).toMatchObject({
    episode: { startStep: 20 },
    gathered: [{ episode: { startStep: 30 }, run: { id: runId }, url: `http://here/runs/${runId}` }],
  });
});

test("nobody is told of what was muted since", () => {
  const { db, alerts } = threeAlerts();
  const [, second, third] = alerts as [(typeof alerts)[0], (typeof alerts)[0], (typeof alerts)[0]];
  const mute = (id: string) =>
    triageEpisodes(db, { ids: [id], action: "mute", reason: "known", author: "ada" });
  mute(second.episodeId);
  expect(toldTogether(db, second).map(({ episode }) => episode.startStep)).toEqual([30]);
  mute(third.episodeId);
  expect(toldTogether(db, second)).toEqual([]);
});
