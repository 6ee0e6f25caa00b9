import { expect, test } from "vitest";
import {
  countUnseenAlerts,
  createAlert,
  dueDeliveries,
  getAlerts,
  listAlerts,
  markDelivered,
  markFailed,
  markSeen,
  nextDeliveryAt,
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

test("a delivery that fails is due again when it was put off to, and settled when it gets through", () => {
  const { db, raise } = anAlert();
  raise("opened", 1000);
  expect(dueDeliveries(db, 999)).toEqual([]);
  const [due] = dueDeliveries(db, 1000);
  const id = due?.id ?? 0;
  expect(markFailed(db, id, { error: "connect ECONNREFUSED", nextAttemptAt: 5000 })).toBe(true);
  expect(dueDeliveries(db, 4999)).toEqual([]);
  expect(nextDeliveryAt(db)).toBe(5000);
  expect(dueDeliveries(db, 5000)).toMatchObject([{ id, attempts: 1, lastError: "connect ECONNREFUSED" }]);
  expect(markDelivered(db, id, 5001)).toBe(true);
  expect(markDelivered(db, id, 5002)).toBe(false);
  expect(dueDeliveries(db, 9e15)).toEqual([]);
  expect(nextDeliveryAt(db)).toBeUndefined();
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

test("a delivery that is given up is kept with its last error and never due again", () => {
  const { db, raise } = anAlert();
  raise("opened", 1000);
  markFailed(db, dueDeliveries(db, 1000)[0]?.id ?? 0, { error: "410 Gone", nextAttemptAt: null });
  expect(dueDeliveries(db, 9e15)).toEqual([]);
  expect(listAlerts(db)[0]?.deliveries).toMatchObject([{ state: "failed", lastError: "410 Gone" }]);
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
