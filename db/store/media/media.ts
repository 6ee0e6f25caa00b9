import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import type { MediaItem } from "../../contract/read-models";
import type { Database } from "../../database";
import { mediaFile } from "../../home";
import { writeWhole } from "../../write-whole";

/**
 * Stores an image under the hash of its bytes and returns the hash. Atomic: whoever sees the file sees
 * all of it, so a trainer writes it before it sends the row that refers to it.
 */
export function writeMedia(home: string, bytes: Uint8Array): string {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const file = mediaFile(home, sha256);
  if (existsSync(file)) return sha256;
  writeWhole(file, bytes);
  return sha256;
}

/** Images of a run in step order, all of them or those of one name. */
export function listMedia(db: Database, runId: string, name?: string): MediaItem[] {
  const columns = "step, name, sha256, width, height";
  return name === undefined
    ? (db
        .statement(`SELECT ${columns} FROM media WHERE run_id = ? ORDER BY step, name`)
        .all(runId) as MediaItem[])
    : (db
        .statement(`SELECT ${columns} FROM media WHERE run_id = ? AND name = ? ORDER BY step`)
        .all(runId, name) as MediaItem[]);
}

/** Whether a run refers to this file: only such files are served. */
export function isKnownMedia(db: Database, sha256: string): boolean {
  return db.statement("SELECT 1 FROM media WHERE sha256 = ? LIMIT 1").get(sha256) !== undefined;
}
