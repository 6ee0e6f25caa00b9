import { describe, expect, test } from "vitest";
import type { Database } from "../../../db/database";
import {
  countUnseenAlerts,
  createAlert,
  getAlerts,
  listAlerts,
  markDelivered,
  markFailed,
  markSeen,
} from "../../../db/store/alerts/alerts";
import { carriedAlong, GATHER_MS } from "../../../db/store/alerts/gather-alerts";
import { changesSince } from "../../../db/store/changes";
import { upsertEpisode } from "../../../db/store/episodes/episodes";
import { createExperiment } from "../../../db/store/experiments/experiments";
import { freshDatabase } from "../../setup/database";
import { anEpisode } from "../an-episode";
import { startRun } from "../test-run";

function anAlert(targets: string[] = ["http://localhost/hook"]) {
  const db = freshDatabase();
  const { runId } = startRun(db);
  const { id: episodeId } = upsertEpisode(db, runId, anEpisode());
  const raise = (event: "opened" | "ended", now: number) =>
    createAlert(
      db,
      {
        episodeId,
        runId,
        event,
        severity: "warning",
        title: "Exploding gradient",
        sentence: "s",
        startStep: 10,
        targets,
      },
      now,
    );
  return { db, runId, raise };
}

const deliveryOf = (db: Database, alertId: string | undefined) =>
  db.sqlite.prepare("SELECT id FROM delivery WHERE alert_id = ?").pluck().get(alertId) as number;

test("an episode alerts once when it opens and once when it ends, however often it is raised", () => {
  const { db, runId, raise } = anAlert();
  const opened = raise("opened", 1000);
  const { counter } = changesSince(db, 0);
  expect(raise("opened", 2000)).toBeUndefined();
  expect(changesSince(db, counter).counter).toBe(counter);
  const ended = raise("ended", 3000);
  const pending = { target: "http://localhost/hook", state: "pending", attempts: 0 };
  expect(listAlerts(db)).toMatchObject([
    {
      ...{ id: opened, runId, event: "opened", createdAt: 1000 },
      gathered: [{ id: ended, event: "ended", createdAt: 3000 }],
      deliveries: [
        { ...pending, alertId: opened, nextAttemptAt: 1000 },
        { ...pending, alertId: ended, nextAttemptAt: 3000 },
      ],
    },
  ]);
  expect(changesSince(db, counter).alertIds).toEqual([ended]);
  expect(getAlerts(db, [ended ?? "", "no such alert"]).map(({ id }) => id)).toEqual([opened]);
});

test("a delivery that fails waits for its next time, and is settled once when it gets through", () => {
  const { db, raise } = anAlert();
  const alertId = raise("opened", 1000);
  const id = deliveryOf(db, alertId);
  expect(markFailed(db, id, { error: "connect ECONNREFUSED", nextAttemptAt: 5000 })).toBe(true);
  expect(listAlerts(db)[0]?.deliveries).toMatchObject([
    { state: "pending", attempts: 1, lastError: "connect ECONNREFUSED", nextAttemptAt: 5000 },
  ]);
  expect(markDelivered(db, id)).toBe(true);
  expect(markDelivered(db, id)).toBe(false);
  expect(markFailed(db, id, { error: "too late", nextAttemptAt: 9000 })).toBe(false);
  expect(listAlerts(db)[0]?.deliveries).toEqual([
    {
      alertId,
      target: "http://localhost/hook",
      state: "delivered",
      attempts: 2,
      lastError: null,
      nextAttemptAt: null,
    },
  ]);
});

test("a delivery that is given up is kept with its last error", () => {
  const { db, raise } = anAlert();
  markFailed(db, deliveryOf(db, raise("opened", 1000)), { error: "410 Gone", nextAttemptAt: null });
  expect(listAlerts(db)[0]?.deliveries).toMatchObject([
    { state: "failed", attempts: 1, lastError: "410 Gone", nextAttemptAt: null },
  ]);
});

test("an alert is unseen until it is marked, by id or with all; an ending asks nobody to look", () => {
  const { db, raise } = anAlert([]);
  const opened = raise("opened", 1000) ?? "";
  raise("ended", 2000);
  expect(countUnseenAlerts(db)).toBe(1);
  expect(markSeen(db, [opened], 3000)).toBe(1);
  expect(markSeen(db, [opened], 4000)).toBe(0);
  expect(listAlerts(db).map(({ seenAt }) => seenAt)).toEqual([3000]);
});

/** Raises the beginning of a new episode of a run. */
function ring(db: Database, runId: string, startStep: number, now: number): string {
  const { id: episodeId } = upsertEpisode(db, runId, anEpisode({ startStep }));
  const alert = {
    episodeId,
    runId,
    event: "opened",
    severity: "critical",
    title: "t",
    sentence: "s",
  } as const;
  return createAlert(db, { ...alert, startStep, targets: ["http://localhost/hook"] }, now) ?? "";
}

describe("gathering", () => {
  test("what follows within minutes in the same run joins the first: one more delivery for all of it, and one thing to see", () => {
    const db = freshDatabase();
    const { runId } = startRun(db);
    const first = ring(db, runId, 10, 1000);
    const second = ring(db, runId, 20, 2000);
    const third = ring(db, runId, 30, 3000);
    expect(listAlerts(db)).toMatchObject([
      {
        id: first,
        gathered: [{ id: second }, { id: third }],
        deliveries: [
          { alertId: first, nextAttemptAt: 1000 },
          { alertId: second, nextAttemptAt: 1000 + GATHER_MS },
        ],
      },
    ]);
    expect(countUnseenAlerts(db)).toBe(1);
    expect(carriedAlong(db, first)).toEqual([]);
    expect(carriedAlong(db, second)).toHaveLength(1);
    expect(markSeen(db, [first])).toBe(3);
    ring(db, runId, 40, 4000);
    expect(countUnseenAlerts(db), "one that joins asks to look again").toBe(1);
    ring(db, runId, 50, 1000 + GATHER_MS);
    expect(listAlerts(db)).toHaveLength(2);
  });

  test("runs of one experiment are gathered, runs on their own are not", () => {
    const db = freshDatabase();
    const { runIds } = createExperiment(db, {
      config: { workload: "ring-gan" },
      arms: [{ name: "none" }],
      seeds: 2,
    });
    const alone = [startRun(db), startRun(db)].map(({ runId }) => runId);
    for (const runId of [...runIds, ...alone]) ring(db, runId, 10, 1000);
    expect(
      listAlerts(db)
        .map(({ gathered }) => gathered.length)
        .sort(),
    ).toEqual([0, 0, 1]);
  });
});
