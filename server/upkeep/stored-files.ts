import { readdirSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Database } from "../../db/database";
import { checkpointFile, checkpointsFolder, logsFolder, mediaFile, mediaFolder } from "../../db/home";
import { withStorageErrors } from "../../db/storage-errors";
import { draftSuffix } from "../../db/write-whole";

/** A file is written before its row: one this old without a row belongs to a process that died in between. */
const abandonedAfterMs = 3_600_000;

export interface LooseFile {
  file: string;
  bytes: number;
}

/** Files in media, checkpoints and logs that no row names, and drafts that were never finished. */
export function looseFiles(db: Database, home: string, now = Date.now()): LooseFile[] {
  const isNamed = (table: "media" | "checkpoint", extension: string) => (file: string) =>
    db.statement(`SELECT 1 FROM ${table} WHERE sha256 = ? LIMIT 1`).get(basename(file, extension)) !==
    undefined;
  const isRun = (file: string) =>
    basename(file) === "server.log" ||
    db.statement("SELECT 1 FROM run WHERE id = ?").get(basename(file, ".log")) !== undefined;
  return [
    ...unnamed(mediaFolder(home), isNamed("media", ".png")),
    ...unnamed(checkpointsFolder(home), isNamed("checkpoint", ".ckpt")),
    ...unnamed(logsFolder(home), isRun),
    ...unnamed(home, (file) => !file.endsWith(draftSuffix), false),
  ].filter(({ modifiedMs }) => modifiedMs < now - abandonedAfterMs);
}

/** Rows whose file is gone: a chart without its image, a checkpoint that cannot be resumed from. */
export function missingFiles(db: Database, home: string, table: "media" | "checkpoint"): string[] {
  const place = table === "media" ? mediaFile : checkpointFile;
  return (db.statement(`SELECT DISTINCT sha256 FROM ${table}`).pluck().all() as string[])
    .map((sha256) => place(home, sha256))
    .filter((file) => !statSync(file, { throwIfNoEntry: false }));
}

export function removeFiles(files: readonly LooseFile[]): void {
  for (const { file } of files) withStorageErrors(file, () => rmSync(file, { force: true, recursive: true }));
}

function unnamed(folder: string, isNamed: (file: string) => boolean, deep = true) {
  const found: (LooseFile & { modifiedMs: number })[] = [];
  if (!statSync(folder, { throwIfNoEntry: false })) return found;
  const entries = withStorageErrors(folder, () =>
    readdirSync(folder, { recursive: deep, withFileTypes: true }),
  );
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    if ((entry.isDirectory() && !entry.name.endsWith(draftSuffix)) || isNamed(file)) continue;
    // Gone by now: another process tidies up too.
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat) found.push({ file, bytes: stat.size, modifiedMs: stat.mtimeMs });
  }
  return found;
}
