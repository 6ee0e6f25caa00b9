import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { openDatabase } from "../../../db/connection";
import { checkpointFile, databaseFile, mediaFile } from "../../../db/home";
import { writeCheckpoint } from "../../../db/store/checkpoints/checkpoint-files";
import { writeMedia } from "../../../db/store/media/media";
import { readSeries } from "../../../db/store/series/read-series";
import { backUpHome } from "../../../server/backup/backup-home";
import { restoreHome } from "../../../server/backup/restore-home";
import { anImage } from "../../db/an-image";
import { columnsOf, startRun } from "../../db/test-run";
import { emptyHome, freshDatabase, freshHome } from "../../setup/database";

/** A home with one run that has points, an image, a checkpoint, and a checkpoint row whose file is gone. */
function filledHome() {
  const home = freshHome();
  const db = freshDatabase(home);
  const { runId, send } = startRun(db);
  const image = writeMedia(home, Buffer.from("not really a picture"));
  const kept = writeCheckpoint(home, Buffer.from("weights"));
  const gone = "cd".repeat(32);
  const checkpoint = { wallTimeMs: 1, bytes: 7, metric: null, better: "lower" as const, keep: 5 };
  send({
    series: {
      loss: columnsOf([
        [1, Number.NaN],
        [2, 0.5],
      ]),
    },
    media: [anImage(1, image)],
    checkpoints: [
      { ...checkpoint, step: 1, sha256: gone },
      { ...checkpoint, step: 2, sha256: kept },
    ],
  });
  // The test's own pid stands for a trainer that has ended.
  db.statement("UPDATE run SET status = 'finished', pid = NULL").run();
  return { home, db, runId, send, image, kept };
}

const lossOf = (home: string, runId: string) => {
  const db = openDatabase(databaseFile(home), { readonly: true });
  try {
    return readSeries(db, { runId, names: ["loss"] })[0]?.last;
  } finally {
    db.close();
  }
};

test("a backup taken while points are appended restores to one moment, with its files, and tar reads it", async () => {
  const { home, db, runId, send, image, kept } = filledHome();
  const file = join(emptyHome(), "all.tar");
  // Another connection commits all the while, as a trainer does.
  const writer = openDatabase(databaseFile(home));
  let step = 10;
  const load = setInterval(() => {
    writer
      .statement("INSERT INTO log_line (run_id, attempt, wall_time, level, text) VALUES (?, 1, 1, 'info', ?)")
      .run(runId, String(step++));
  }, 1);
  const made = await backUpHome(db, home, file);
  clearInterval(load);
  writer.close();
  expect(made).toMatchObject({ runs: 1, files: 2 });
  const listed = execFileSync("tar", ["tf", file], { encoding: "utf8" }).trim().split("\n");
  expect(listed.slice(0, 2)).toEqual(["manifest.json", "gradiometer.db"]);
  expect(listed).toHaveLength(4);

  send({ series: { loss: columnsOf([[3, 99]]) } });
  const elsewhere = emptyHome();
  expect(await restoreHome(elsewhere, file, false)).toMatchObject({ runs: 1, setAside: null });
  expect(lossOf(elsewhere, runId)).toEqual([Number.NaN, 0.5]);
  expect(readFileSync(mediaFile(elsewhere, image), "utf8")).toBe("not really a picture");
  expect(readFileSync(checkpointFile(elsewhere, kept), "utf8")).toBe("weights");
  const restored = openDatabase(databaseFile(elsewhere));
  // The row of the checkpoint whose file was gone is gone too.
  expect(restored.statement("SELECT sha256 FROM checkpoint").pluck().all()).toEqual([kept]);
  restored.close();
});

test("a home with runs is replaced only when told, and its database is set aside", async () => {
  const { home, db, runId } = filledHome();
  const file = join(emptyHome(), "all.tar");
  await backUpHome(db, home, file);
  const other = filledHome();
  other.db.close();
  await expect(restoreHome(other.home, file, false)).rejects.toThrow("--force sets that database aside");
  expect(lossOf(other.home, other.runId)).toEqual([Number.NaN, 0.5]);

  const { setAside } = await restoreHome(other.home, file, true);
  expect(lossOf(other.home, runId)).toEqual([Number.NaN, 0.5]);
  expect(lossOf(dirname(setAside as string), other.runId)).toEqual([Number.NaN, 0.5]);
});

test("a home whose trainer lives is left alone, forced or not", async () => {
  const { home, db } = filledHome();
  const file = join(emptyHome(), "all.tar");
  await backUpHome(db, home, file);
  const { processStart } = await import("../../../db/process-identity");
  db.statement("UPDATE run SET status = 'running', pid = ?, pid_started_at = ?").run(
    process.pid,
    processStart(),
  );
  await expect(restoreHome(home, file, true)).rejects.toThrow("1 trainer still record into");
});

test("whatever is wrong with a backup is found before the home is touched", async () => {
  const { home, db, kept } = filledHome();
  const file = join(emptyHome(), "all.tar");
  await backUpHome(db, home, file);
  const target = emptyHome();
  const damaged = (change: (copy: string) => void) => {
    const copy = join(emptyHome(), "copy.tar");
    copyFileSync(file, copy);
    change(copy);
    return restoreHome(target, copy, false);
  };
  const flip = (at: (bytes: Buffer) => number) => (copy: string) => {
    const bytes = readFileSync(copy);
    const place = at(bytes);
    bytes[place] = (bytes[place] as number) ^ 1;
    writeFileSync(copy, bytes);
  };
  await expect(damaged(flip((bytes) => bytes.indexOf("SQLite format 3") + 5000))).rejects.toThrow(
    "gradiometer.db in",
  );
  await expect(damaged(flip((bytes) => bytes.lastIndexOf("weights")))).rejects.toThrow(kept.slice(0, 2));
  await expect(damaged(flip((bytes) => bytes.indexOf("checkpoints/")))).rejects.toThrow("damaged at byte");
  await expect(damaged((copy) => truncateSync(copy, 100_000))).rejects.toThrow("incomplete");
  await expect(damaged((copy) => truncateSync(copy, readFileSync(copy).length - 1024))).rejects.toThrow(
    "end mark",
  );
  await expect(damaged((copy) => writeFileSync(copy, "notes"))).rejects.toThrow("end mark");
  await expect(restoreHome(target, join(target, "none.tar"), false)).rejects.toThrow("No backup at");
  expect(existsSync(databaseFile(target))).toBe(false);

  mkdirSync(join(target, "x"));
  const foreign = join(target, "foreign.tar");
  writeFileSync(join(target, "x", "manifest.json"), "{}");
  execFileSync("tar", ["cf", foreign, "-C", join(target, "x"), "manifest.json"]);
  rmSync(join(target, "x"), { recursive: true });
  await expect(restoreHome(target, foreign, false)).rejects.toThrow("manifest");
});
