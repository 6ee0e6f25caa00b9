import { expect, test } from "vitest";
import type { Database } from "../../../db/connection";
import {
  countUnseenAlerts,
  createAlert,
  getAlerts,
  listAlerts,
  markDelivered,
  markFailed,
  markSeen,
} from "../../../db/store/alerts";
import { changesSince } from "../../../db/store/changes";
import { upsertEpisode } from "../../../db/store/episodes";
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
  expect(listAlerts(db).map(({ id, event, createdAt }) => [id, event, createdAt])).toEqual([
    [ended, "ended", 3000],
    [opened, "opened", 1000],
  ]);
  expect(listAlerts(db, { limit: 1 })).toMatchObject([
    {
      runId,
      deliveries: [{ target: "http://localhost/hook", state: "pending", attempts: 0, nextAttemptAt: 3000 }],
    },
  ]);
  expect(changesSince(db, counter).alertIds).toEqual([ended]);
  expect(getAlerts(db, [opened ?? "", "no such alert"]).map(({ id }) => id)).toEqual([opened]);
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

test("alerts are unseen until they are marked, by id or all at once", () => {
  const { db, raise } = anAlert([]);
  const opened = raise("opened", 1000) ?? "";
  raise("ended", 2000);
  expect(countUnseenAlerts(db)).toBe(2);
  expect(markSeen(db, [opened], 3000)).toBe(1);
  expect(markSeen(db, [opened], 4000)).toBe(0);
  expect(listAlerts(db).map(({ seenAt }) => seenAt)).toEqual([null, 3000]);
  expect(markSeen(db)).toBe(1);
  expect(countUnseenAlerts(db)).toBe(0);
});
