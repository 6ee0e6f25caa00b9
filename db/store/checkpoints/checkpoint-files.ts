import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { GradiometerError } from "../../contract/errors";
import type { Database } from "../../database";
import { checkpointFile, checkpointsFolder } from "../../home";
import { withStorageErrors } from "../../storage-errors";
import { writeWhole } from "../../write-whole";

/** A file this old whose row was not written belongs to a trainer that died in between. */
const abandonedAfterMs = 3_600_000;

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/**
 * Stores a checkpoint under the hash of its bytes and returns the hash. It is written even where a file of that name
 * lies there already, since that one may be damaged.
 */
export function writeCheckpoint(home: string, bytes: Uint8Array): string {
  const sha256 = sha256Of(bytes);
  writeWhole(checkpointFile(home, sha256), bytes);
  return sha256;
}

/** The bytes of a checkpoint, which are those that were written: throws where the file is missing or damaged. */
export function readCheckpoint(home: string, sha256: string): Buffer {
  const file = checkpointFile(home, sha256);
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new GradiometerError("not-found", `Expected a checkpoint at ${file}: ${(cause as Error).message}`, {
      cause,
    });
  }
  const found = sha256Of(bytes);
  if (found === sha256) return bytes;
  throw new GradiometerError(
    "invalid",
    `The checkpoint ${file} is damaged: its ${bytes.length} bytes have the SHA-256 ${found.slice(0, 12)}…, not the one they were written with`,
  );
}

/** Whether a checkpoint's file lies there in its full length; only reading it tells whether it is whole. */
export function hasCheckpointFile(
  home: string,
  { sha256, bytes }: { sha256: string; bytes: number },
): boolean {
  return statSync(checkpointFile(home, sha256), { throwIfNoEntry: false })?.size === bytes;
}

export function removeCheckpointFiles(home: string, sha256s: readonly string[]): void {
  for (const sha256 of sha256s) rmSync(checkpointFile(home, sha256), { force: true });
}

/** Removes files that no row names: those of trainers that died between file and row, and half-written drafts. */
export function sweepCheckpoints(db: Database, home: string, now = Date.now()): number {
  const needed = db.statement("SELECT 1 FROM checkpoint WHERE sha256 = ? LIMIT 1");
  const folder = checkpointsFolder(home);
  const unused = withStorageErrors(folder, () => filesUnder(folder)).filter(
    (file) =>
      needed.get(basename(file, ".ckpt")) === undefined &&
      // Gone by now: another process sweeps too.
      (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? now) < now - abandonedAfterMs,
  );
  for (const file of unused) rmSync(file, { force: true });
  return unused.length;
}

function filesUnder(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })) return [];
  return readdirSync(folder).flatMap((prefix) =>
    readdirSync(join(folder, prefix)).map((name) => join(folder, prefix, name)),
  );
}
