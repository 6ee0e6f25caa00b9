import { randomBytes } from "node:crypto";
import { createReadStream, readdirSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { openDatabase } from "../../db/connection";
import { createFolder } from "../../db/create-folder";
import type { Database } from "../../db/database";
import { checkpointFile, logsFolder, mediaFile } from "../../db/home";
import { storageError, withStorageErrors } from "../../db/storage-errors";
import { writeStreamed } from "../../db/write-streamed";
import { draftSuffix, removeDraft } from "../../db/write-whole";
import { version } from "../../package.json";
import { databaseName, type Manifest, manifestName } from "./manifest";
import { sha256OfFile } from "./sha256-of-file";
import { tarEnd, tarHeader, tarPadding } from "./tar";

export interface Backup extends Manifest {
  /** Bytes of the backup. */
  bytes: number;
}

/**
 * Writes a data home to one tar archive while server and trainers go on: the database as of one moment, then the media,
 * checkpoints and logs that its rows name. Backends are left out, since they are built again.
 */
export async function backUpHome(db: Database, home: string, file: string): Promise<Backup> {
  const copy = `${file}.${randomBytes(6).toString("hex")}${draftSuffix}`;
  withStorageErrors(file, () => createFolder(dirname(file)));
  try {
    await copyDatabase(db, copy);
    const { runs, files } = settleCopy(copy, home);
    const manifest: Manifest = {
      gradiometer: version,
      createdAt: Date.now(),
      runs,
      database: { bytes: statSync(copy).size, sha256: await sha256OfFile(copy) },
      files: files.length,
    };
    const bytes = await writeStreamed(file, archive(manifest, copy, home, files));
    return { ...manifest, bytes };
  } catch (error) {
    throw storageError(file, error) ?? error;
  } finally {
    for (const suffix of ["", "-wal", "-shm", "-journal"]) removeDraft(copy + suffix);
  }
}

/** One step takes all pages: a copy in several begins again whenever another process commits, so under load for ever. */
async function copyDatabase(db: Database, copy: string): Promise<void> {
  await db.sqlite.backup(copy, { progress: () => 0x7fffffff });
}

/**
 * The files that the copied rows name. A checkpoint that its trainer replaced meanwhile is gone: its row leaves the copy
 * too, so that what is restored holds what it says.
 */
function settleCopy(copy: string, home: string): { runs: number; files: string[] } {
  const db = openDatabase(copy);
  try {
    const hashes = (table: "media" | "checkpoint") =>
      db.statement(`SELECT DISTINCT sha256 FROM ${table}`).pluck().all() as string[];
    const media = hashes("media").map((sha256) => mediaFile(home, sha256));
    const checkpoints: string[] = [];
    for (const sha256 of hashes("checkpoint")) {
      const file = checkpointFile(home, sha256);
      if (isThere(file)) checkpoints.push(file);
      else db.statement("DELETE FROM checkpoint WHERE sha256 = ?").run(sha256);
    }
    const runs = db.statement("SELECT count(*) FROM run").pluck().get() as number;
    // The copy is one file again: no log beside it.
    db.sqlite.pragma("journal_mode = DELETE");
    return { runs, files: [...media.filter(isThere), ...checkpoints, ...logFiles(home)] };
  } finally {
    db.close();
  }
}

const isThere = (file: string): boolean => statSync(file, { throwIfNoEntry: false }) !== undefined;

function logFiles(home: string): string[] {
  const folder = logsFolder(home);
  if (!isThere(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^[\w.-]{1,80}\.log$/.test(name))
    .map((name) => join(folder, name));
}

async function* archive(
  manifest: Manifest,
  copy: string,
  home: string,
  files: readonly string[],
): AsyncGenerator<Uint8Array> {
  const text = Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`);
  yield tarHeader(manifestName, text.length, manifest.createdAt);
  yield text;
  yield tarPadding(text.length);
  yield* entry(databaseName, copy);
  for (const file of files) yield* entry(relative(home, file), file);
  yield tarEnd;
}

/** A log may grow while it is read: what is taken is what its header says. */
async function* entry(path: string, file: string): AsyncGenerator<Uint8Array> {
  const { size, mtimeMs } = statSync(file);
  yield tarHeader(path, size, mtimeMs);
  if (size > 0) yield* createReadStream(file, { end: size - 1, highWaterMark: 1 << 20 });
  yield tarPadding(size);
}
