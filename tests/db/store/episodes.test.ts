import { expect, test } from "vitest";
import { openEpisodes, upsertEpisode } from "../../../db/store/episodes/episodes";
import { listEpisodes } from "../../../db/store/episodes/list-episodes";
import { createExperiment } from "../../../db/store/experiments/experiments";
import { freshDatabase } from "../../setup/database";
import { anEpisode } from "../an-episode";
import { startRun } from "../test-run";

test("an episode opens, grows and closes under one id, as its detector goes along", () => {
  const db = freshDatabase();
  const { runId } = startRun(db);
  const opened = upsertEpisode(db, runId, anEpisode(), 1000);
  expect(opened.change).toBe("opened");
  expect(upsertEpisode(db, runId, anEpisode(), 2000)).toEqual({ id: opened.id, change: "none" });
  const grown = anEpisode({ endStep: 15, peakValue: Number.POSITIVE_INFINITY, severity: "critical" });
  expect(upsertEpisode(db, runId, grown, 3000)).toEqual({ id: opened.id, change: "updated" });
  expect(openEpisodes(db, runId).map(({ id }) => id)).toEqual([opened.id]);
  const closed = { ...grown, endStep: 20, state: "closed" } as const;
  expect(upsertEpisode(db, runId, closed, 4000)).toEqual({ id: opened.id, change: "closed" });
  expect(openEpisodes(db, runId)).toEqual([]);
  expect(listEpisodes(db)).toMatchObject([
    { ...closed, id: opened.id, runId, workload: "ring-gan", arm: null, detectedAt: 1000, closedAt: 4000 },
  ]);
});

test("a detector that is replayed from the beginning changes nothing, nor does it reopen what had closed", () => {
  const db = freshDatabase();
  const { runId } = startRun(db);
  upsertEpisode(db, runId, anEpisode(), 1);
  upsertEpisode(db, runId, anEpisode({ endStep: 30, state: "closed" }), 2);
  const stored = listEpisodes(db);
  expect(upsertEpisode(db, runId, anEpisode(), 3).change).toBe("none");
  expect(upsertEpisode(db, runId, anEpisode({ endStep: 30, state: "closed" }), 4).change).toBe("none");
  expect(listEpisodes(db)).toEqual(stored);
});

test("non-finite figures of an episode come back as they were", () => {
  const db = freshDatabase();
  const { runId } = startRun(db);
  const episode = anEpisode({ kind: "non_finite", peakValue: Number.NaN });
  episode.evidence.values = { median: Number.NaN, ratio: Number.POSITIVE_INFINITY, threshold: 3 };
  upsertEpisode(db, runId, episode);
  expect(listEpisodes(db)[0]).toMatchObject({ peakValue: Number.NaN, evidence: episode.evidence });
});

test("episodes are listed newest first by all conditions of the filter, with the arm of their run", () => {
  const db = freshDatabase();
  const { runIds } = createExperiment(db, {
    config: { workload: "ring-gan" },
    arms: [{ name: "none" }, { name: "gp", interventions: [{ name: "wgan-gp" }] }],
    seeds: 1,
  });
  const [none = "", gp = ""] = runIds;
  upsertEpisode(db, none, anEpisode({ startStep: 10, severity: "critical" }), 1);
  upsertEpisode(db, gp, anEpisode({ startStep: 20, state: "closed" }), 2);
  upsertEpisode(db, gp, anEpisode({ startStep: 30, kind: "non_finite" }), 3);
  const starts = (filter: Parameters<typeof listEpisodes>[1]) =>
    listEpisodes(db, filter).map(({ startStep }) => startStep);
  expect(starts({})).toEqual([30, 20, 10]);
  expect(starts({ runIds: [gp], states: ["open"] })).toEqual([30]);
  expect(starts({ severities: ["critical"] })).toEqual([10]);
  expect(starts({ kinds: ["non_finite"] })).toEqual([30]);
  expect(starts({ afterStep: 22 })).toEqual([30, 20]);
  expect(starts({ runIds: [] })).toEqual([]);
  expect(starts({ limit: 1 })).toEqual([30]);
  expect(listEpisodes(db).map(({ arm }) => arm?.armName)).toEqual(["gp", "gp", "none"]);
});

test("an episode of an unknown run is refused", () => {
  const db = freshDatabase();
  expect(() => upsertEpisode(db, "nobody", anEpisode())).toThrow(
    expect.objectContaining({ code: "not-found" }),
  );
});
