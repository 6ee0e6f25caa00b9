import { constants, copyFileSync, existsSync, mkdtempSync, rmSync, statfsSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openDatabase, openStore } from "../../db/connection";
import { GradiometerError } from "../../db/contract/errors";
import type { Database } from "../../db/database";
import { databaseFile } from "../../db/home";
import { OutdatedDatabase } from "../../db/migrate";
import { mayRead, mayWrite } from "../../db/permissions";
import { withStorageErrors } from "../../db/storage-errors";
import { isInboxEmpty, settleInbox } from "../../db/store/ingest/inbox";
import { lockHolder } from "./lock-home";

/** Told before a copy is made, which of a large database takes its time. */
export type OnCopy = (copy: { bytes: number; folder: string }) => void;

/** What SQLite needs beside a copy: its log, its shared memory, a migration. */
const besideBytes = 64 * 2 ** 20;

/** Whether this process may write the database of a home and the files that SQLite keeps beside it. */
export const isWritable = (home: string): boolean => mayWrite(databaseFile(home)) && mayWrite(home);

/**
 * The database of a home that cannot be written (a mounted backup, a snapshot, the home of another user), with everything
 * in it that was acknowledged: where points wait in the inbox or an older version wrote it, from a copy that is brought in
 * order. The home stays as it is.
 */
export function openForReading(home: string, onCopy: OnCopy): Database {
  let db: Database;
  try {
    db = openAsItIs(home, onCopy);
  } catch (error) {
    if (!(error instanceof OutdatedDatabase)) throw error;
    return openCopy(home, onCopy, copyFiles, openStore);
  }
  // A server that lives puts them into their series in a moment.
  if (isInboxEmpty(db) || lockHolder(home)) return db;
  if (db.sqlite.readonly) {
    const inPlace = db;
    try {
      // Of one moment, whoever writes meanwhile.
      const copy = (to: string) => inPlace.statement("VACUUM INTO ?").run(to);
      db = openCopy(home, onCopy, copy, openStore);
    } finally {
      inPlace.close();
    }
  }
  settleInbox(db);
  return db;
}

/** The same byte by byte as it lies there, for whoever examines it. */
export function openAsItIs(home: string, onCopy: OnCopy): Database {
  try {
    return openDatabase(databaseFile(home), { readonly: true });
  } catch (error) {
    if (!isWithoutLog(home, error)) throw error;
    return openCopy(home, onCopy, copyFiles, (copy) => openDatabase(databaseFile(copy)));
  }
}

/**
 * SQLite reads a database with a write-ahead log only where the log and its index are there or can be made
 * (sqlite.org/wal.html, section 5), and removes both when the last process closes it. Its `immutable` would do without, but
 * is for names that are URIs, which better-sqlite3 is compiled without.
 */
function isWithoutLog(home: string, error: unknown): boolean {
  const file = databaseFile(home);
  const { code } = ((error as Error).cause ?? {}) as { code?: string };
  return (
    /^SQLITE_(CANTOPEN|READONLY_DIRECTORY)$/.test(code ?? "") &&
    mayRead(file) &&
    !(existsSync(`${file}-wal`) && existsSync(`${file}-shm`))
  );
}

function openCopy(
  home: string,
  onCopy: OnCopy,
  copy: (to: string, from: string) => unknown,
  open: (folder: string) => Database,
): Database {
  const file = databaseFile(home);
  const bytes = withLog(file).reduce((sum, part) => sum + statSync(part).size, 0);
  checkSpace(file, bytes);
  const folder = mkdtempSync(join(tmpdir(), "gradiometer-copy-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    onCopy({ bytes, folder });
    withStorageErrors(databaseFile(folder), () => copy(databaseFile(folder), file));
    const db = open(folder);
    // Open files outlive their names: whatever ends this process, nothing of them stays. Windows removes none that is open.
    if (process.platform !== "win32") remove();
    return {
      ...db,
      file,
      close() {
        db.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The log holds what was committed last; its index is made anew. */
const withLog = (file: string): string[] => [file, `${file}-wal`].filter((part) => existsSync(part));

function copyFiles(to: string, from: string): void {
  // A clone where the file system can.
  for (const part of withLog(from))
    copyFileSync(part, to + part.slice(from.length), constants.COPYFILE_FICLONE);
}

function checkSpace(file: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize >= bytes + besideBytes) return;
  const mebibytes = (count: number) => `${Math.ceil(count / 2 ** 20)} MiB`;
  throw new GradiometerError(
    "storage-full",
    `${dirname(file)} is read-only, so ${file} is read from a copy, and ${tmpdir()} has no room for one of ${mebibytes(bytes)}: it has ${mebibytes(bavail * bsize)} free. Set TMPDIR to a folder that has, or copy the home to where it can be written and set GRADIOMETER_HOME to that copy`,
  );
}
