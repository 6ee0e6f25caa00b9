import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { checkpointFile, databaseFile, mediaFile } from "../../../db/home";
import { writeMedia } from "../../../db/store/media/media";
import { compactRun } from "../../../db/store/points/compact-run";
import { collectGarbage } from "../../../server/upkeep/collect-garbage";
import { examine } from "../../../server/upkeep/doctor";
import { runCli } from "../../cli/run-cli";
import { anImage } from "../../db/an-image";
import { storedPoints } from "../../db/stored-points";
import { columnsOf, startRun } from "../../db/test-run";
import { freshDatabase, freshHome } from "../../setup/database";

function filled() {
  const home = freshHome();
  const db = freshDatabase(home);
  const { runId, send } = startRun(db);
  const image = writeMedia(home, Buffer.from("a picture"));
  const points = Array.from(
    { length: 1500 },
    (_, step) => [7 * step, step % 50 ? step / 3 : Number.NaN] as const,
  );
  send({
    series: { loss: columnsOf(points), rare: columnsOf([[5, Number.POSITIVE_INFINITY]]) },
    media: [anImage(1, image)],
  });
  db.statement("UPDATE run SET status = 'finished', pid = NULL").run();
  const faults = (fix = false) =>
    [...examine({ db, home, fix })]
      .filter(({ level }) => level !== "ok")
      .map(({ check, says }) => [check, says]);
  return { home, db, runId, image, faults };
}

test("a home in order is ok in every respect, also after its run was compacted", () => {
  const { db, runId, faults } = filled();
  expect(faults()).toEqual([]);
  compactRun(db, runId);
  expect(faults()).toEqual([]);
});

test.each([
  ["a bound", "UPDATE rollup SET max = max + 1 WHERE bucket = 40"],
  ["a count", "UPDATE rollup SET count = count + 1 WHERE bucket = 40"],
  ["a missing bucket", "DELETE FROM rollup WHERE bucket = 40"],
  [
    "a bucket too many",
    "INSERT INTO rollup SELECT series_id, 9999, count, non_finite, min, max, sum, first_step, first_wall_time, first_value, last_step, last_wall_time, last_value FROM rollup WHERE bucket = 40",
  ],
  ["a sum", "UPDATE rollup SET sum = sum + 1 WHERE bucket = 40"],
  ["its packed buckets", "UPDATE rollup_chunk SET data = substr(data, 1, 600)"],
  [
    "a byte of a packed bound",
    "UPDATE rollup_chunk SET data = CAST(substr(data, 1, 118) || x'5a' || substr(data, 120) AS BLOB)",
  ],
  ["a chunk that is missing", "DELETE FROM rollup_chunk"],
  ["the summary", "UPDATE series SET count = count + 1 WHERE name = 'loss'"],
  ["the last value", "UPDATE series SET last_value = 17 WHERE name = 'loss'"],
])("a rollup that is wrong in %s is found, named and made again", (_, damage) => {
  const { db, runId, faults } = filled();
  db.sqlite.exec(damage);
  expect(faults()).toEqual([
    [
      "rollups",
      expect.stringContaining(`1 of 2 series differ from their points, first loss of run ${runId}`),
    ],
  ]);
  faults(true);
  expect(faults()).toEqual([]);
});

test("files and rows that miss each other are found; gc removes what nothing names, and nothing young", () => {
  const { home, db, runId, image, faults } = filled();
  rmSync(mediaFile(home, image));
  const loose = [
    mediaFile(home, "ab".repeat(32)),
    checkpointFile(home, "cd".repeat(32)),
    join(home, "logs", "gone.log"),
    join(home, "x.part"),
  ];
  const young = mediaFile(home, "ef".repeat(32));
  for (const file of [...loose, young]) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "bytes");
    if (file !== young) utimesSync(file, 1e9, 1e9);
  }
  // As a delete by another program leaves it, foreign keys on.
  db.sqlite.exec(
    "INSERT INTO point_chunk (series_id, first_step, axis_id, data) SELECT 4711, first_step, axis_id, data FROM point_chunk; INSERT INTO abandoned_point SELECT 1, 4711, 1, 1, 1 WHERE 0",
  );
  expect(faults().map(([check]) => check)).toEqual(["orphaned rows", "media", "files"]);

  expect(collectGarbage(db, home, true)).toMatchObject({ bytes: 20, series: 1 });
  expect(loose.every((file) => existsSync(file))).toBe(true);
  expect(
    collectGarbage(db, home, false)
      .files.map(({ file }) => file)
      .sort(),
  ).toEqual([...loose].sort());
  expect(loose.some((file) => existsSync(file))).toBe(false);
  expect(existsSync(young)).toBe(true);
  expect(faults().map(([check]) => check)).toEqual(["media"]);
  expect(storedPoints(db, runId)).toHaveLength(1501);
});

test("rows without their run, and a trainer that is gone, are found", () => {
  const { db, faults } = filled();
  db.sqlite.pragma("foreign_keys = OFF");
  db.sqlite.exec(
    "INSERT INTO log_line (run_id, attempt, wall_time, level, text) VALUES ('none', 1, 1, 'info', '')",
  );
  db.sqlite.exec("UPDATE run SET status = 'running', pid = 999999999, pid_started_at = 1");
  expect(faults()).toEqual([
    ["references", expect.stringContaining("log_line -> run")],
    ["trainers", expect.stringContaining("the trainer of 1 run is gone")],
  ]);
});

test("the command ends with 6 where something fails, and says what to do, also of a database it cannot read", async () => {
  const { home, db } = filled();
  const whole = await runCli(["doctor"], { home });
  expect(whole).toMatchObject({ code: 0, stderr: "" });
  expect(whole.stdout.split("\n").every((line) => line === "" || line.startsWith("ok "))).toBe(true);

  db.close();
  const file = databaseFile(home);
  const bytes = readFileSync(file);
  // Every page after the schema's.
  bytes.fill(0xa5, 4096 * 20, 4096 * 60);
  writeFileSync(file, bytes);
  const damaged = await runCli(["doctor", "--json"], { home });
  expect(damaged.code).toBe(6);
  const failed = JSON.parse(damaged.stdout).filter(({ level }: { level: string }) => level === "fail");
  expect(JSON.stringify(failed)).toContain("restore a backup");

  writeFileSync(file, "not a database at all, but long enough to be taken for one by someone in a hurry");
  expect((await runCli(["doctor"], { home })).stdout).toContain("fail  database");
});
