import { constants, copyFileSync, mkdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { GradiometerError } from "../../db/contract/errors";
import { findLogDamage } from "../../db/damaged-log";
import type { Database } from "../../db/database";
import { databaseFile } from "../../db/home";
import { withStorageErrors } from "../../db/storage-errors";

/** What a start takes the time to read, a second or two; `gradiometer doctor` reads databases of any size. */
const mostCheckedBytes = 256 * 2 ** 20;
const confirmAfterMs = 200;

/**
 * Before a server opens the database: a log in which commits lie behind a damaged place is copied aside, since SQLite will
 * go on without them and write over it. Returns a sentence about it; undefined where all is well.
 */
export function setAsideDamagedLog(home: string): string | undefined {
  const log = `${databaseFile(home)}-wal`;
  const damage = findLogDamage(log);
  if (!damage) return undefined;
  // A trainer may be writing that very frame: what it has finished by now was no damage.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, confirmAfterMs);
  if (findLogDamage(log)?.offset !== damage.offset) return undefined;
  const folder = join(home, `damaged-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`);
  const copy = join(folder, basename(log));
  withStorageErrors(log, () => {
    mkdirSync(folder);
    copyFileSync(log, copy);
    // A clone where the file system can: the log is of use only with the database that it belongs to.
    copyFileSync(databaseFile(home), join(folder, basename(databaseFile(home))), constants.COPYFILE_FICLONE);
  });
  const lost =
    damage.commits > 0
      ? `the last ${damage.commits} commit${damage.commits === 1 ? "" : "s"} in it cannot be read`
      : "nothing in it can be read";
  return `${log} is damaged at byte ${damage.offset}: ${lost}. Database and log as they were are kept in ${dirname(copy)}; what was written before goes on.`;
}

/** Whether this start made the database: whoever has lost one, or means another home, is to see that at once. */
export const isBegunSince = (db: Database, startedAt: number): boolean =>
  db.sqlite.prepare("SELECT min(applied_at) >= ? FROM migration").pluck().get(startedAt) === 1;

/** Throws "storage-unusable" where a page is damaged: a server that went on would fail later, or write upon it. */
export function checkWhole(db: Database): void {
  if (statSync(db.file).size > mostCheckedBytes) return;
  const found = withStorageErrors(db.file, () => db.sqlite.pragma("quick_check(1)", { simple: true }));
  if (found === "ok") return;
  throw new GradiometerError(
    "storage-unusable",
    `${db.file} is damaged (${String(found).replaceAll(/\s+/g, " ")}); it was left as it is. Restore a backup with gradiometer restore <file> --force, which sets it aside, or save what is readable with: sqlite3 ${db.file} .recover`,
  );
}
