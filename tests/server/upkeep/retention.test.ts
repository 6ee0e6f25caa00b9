import { existsSync, utimesSync } from "node:fs";
import { expect, test } from "vitest";
import type { Database } from "../../../db/database";
import { mediaFile } from "../../../db/home";
import { orphanedSeries, removeOrphanedRows } from "../../../db/store/branches/orphaned-rows";
import { writeMedia } from "../../../db/store/media/media";
import { readPoints } from "../../../db/store/points/read-points";
import { deleteEndedRuns, getRetention, setRetention } from "../../../db/store/retention";
import { collectGarbage } from "../../../server/upkeep/collect-garbage";
import { examine } from "../../../server/upkeep/doctor";
import { anImage } from "../../db/an-image";
import { columnsOf, startRun } from "../../db/test-run";
import { freshDatabase, freshHome } from "../../setup/database";

const dayMs = 86_400_000;

/** A run with a point, a tag and an image of its own that ended `days` ago. */
function ended(db: Database, home: string, status: string, days: number, tag = "sweep") {
  const { runId, send } = startRun(db);
  const sha256 = writeMedia(home, Buffer.from(runId));
  utimesSync(mediaFile(home, sha256), 1e9, 1e9);
  send({
    series: { loss: columnsOf([[1, 1]]) },
    media: [anImage(1, sha256)],
  });
  const at = Date.now() - days * dayMs;
  db.statement("UPDATE run SET status = ?, pid = NULL, ended_at = ?, created_at = ? WHERE id = ?").run(
    status,
    at,
    at,
    runId,
  );
  db.statement("INSERT INTO run_tag (run_id, tag) VALUES (?, ?)").run(runId, tag);
  return { runId, image: mediaFile(home, sha256) };
}

const runIds = (db: Database) => db.statement("SELECT id FROM run").pluck().all();

test("a rule deletes what it names and all that hangs on it, keeps the rest, and a dry run keeps everything", () => {
  const home = freshHome();
  const db = freshDatabase(home);
  const old = ended(db, home, "diverged", 40);
  const older = ended(db, home, "diverged", 50);
  const newest = ended(db, home, "diverged", 35);
  const kept = [
    newest,
    ended(db, home, "diverged", 10),
    ended(db, home, "finished", 60),
    ended(db, home, "diverged", 60, "paper"),
    ended(db, home, "running", 60),
  ].map(({ runId }) => runId);
  setRetention(db, { olderThanDays: 30, statuses: ["diverged"], tag: "sweep", keepLast: 2 });

  const expected = [older.runId, old.runId];
  expect(collectGarbage(db, home, true).runs.map(({ id }) => id)).toEqual(expected);
  expect(runIds(db)).toHaveLength(7);
  expect(collectGarbage(db, home, false).runs.map(({ id }) => id)).toEqual(expected);
  expect(runIds(db)).toEqual(expect.arrayContaining(kept));
  expect(runIds(db)).toHaveLength(5);
  expect([old, older].some(({ image }) => existsSync(image))).toBe(false);
  expect(existsSync(newest.image)).toBe(true);
  expect(db.statement("SELECT count(*) FROM point_chunk").pluck().get()).toBe(5);
  expect([...examine({ db, home, fix: false })].filter(({ level }) => level !== "ok")).toEqual([]);
});

test("a run that begins after the newest was deleted has none of its points, although its series have the same ids", () => {
  const db = freshDatabase();
  const first = startRun(db);
  first.send({
    series: {
      loss: columnsOf([
        [1, 1],
        [2, 2],
      ]),
    },
    status: { status: "finished", wallTimeMs: 5 },
  });
  const before = db.statement("SELECT id FROM series").pluck().all();
  expect(deleteEndedRuns(db, [first.runId])).toBe(1);
  const second = startRun(db);
  second.send({ series: { loss: columnsOf([[7, 7]]) } });
  expect(db.statement("SELECT id FROM series").pluck().all()).toEqual(before);
  expect(readPoints(db, before[0] as number, -1, 10).step).toEqual([7]);
  expect(deleteEndedRuns(db, [second.runId])).toBe(0);
});

test("rows of deleted runs go in several writes, so that nothing else waits long", () => {
  const db = freshDatabase();
  const { send } = startRun(db);
  send({ series: { loss: columnsOf([[1, 1]]) } });
  db.sqlite.exec(`
    WITH RECURSIVE steps (step) AS (SELECT 0 UNION ALL SELECT step + 1 FROM steps WHERE step < 11999)
    INSERT INTO point (series_id, step, wall_time, value) SELECT 999, step, 0, 0 FROM steps`);
  expect(orphanedSeries(db)).toEqual([999]);
  expect([...removeOrphanedRows(db)]).toEqual([5000, 5000, 2000]);
  expect(orphanedSeries(db)).toEqual([]);
  expect(db.statement("SELECT count(*) FROM point_chunk").pluck().get()).toBe(1);
});

test("nothing is deleted without a rule, and runs of experiments never", () => {
  const home = freshHome();
  const db = freshDatabase(home);
  const { runId } = ended(db, home, "finished", 900);
  expect(collectGarbage(db, home, false).runs).toEqual([]);
  setRetention(db, { olderThanDays: 1 });
  db.sqlite.exec(
    "INSERT INTO experiment (id, name, question, workload, source, config, seeds, first_seed, created_at) VALUES ('e', '', '', 'ring-gan', 'user', '{}', 1, 0, 0)",
  );
  db.statement("UPDATE run SET experiment_id = 'e' WHERE id = ?").run(runId);
  expect(collectGarbage(db, home, false).runs).toEqual([]);
  setRetention(db, null);
  expect(getRetention(db)).toBeNull();
  expect(() => setRetention(db, { olderThanDays: 0 })).toThrow("olderThanDays");
});
