import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { createFolder } from "./create-folder";
import { withStorageErrors } from "./storage-errors";

/** What a process that died while it wrote leaves behind ends in this. */
export const draftSuffix = ".part";

/**
 * Writes a file so that whoever sees it sees all of it, whenever this process dies: to a draft beside it, flushed
 * to the disk and then renamed.
 */
export function writeWhole(file: string, bytes: Uint8Array): void {
  const draft = `${file}.${randomBytes(6).toString("hex")}${draftSuffix}`;
  withStorageErrors(file, () => {
    createFolder(dirname(file));
    try {
      writeFlushed(draft, bytes);
      renameSync(draft, file);
    } catch (error) {
      removeDraft(draft);
      throw error;
    }
  });
}

/** After a failure, which is what is to be told: where the folder is closed to us, nothing of it was written. */
export function removeDraft(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // As above.
  }
}

function writeFlushed(file: string, bytes: Uint8Array): void {
  const descriptor = openSync(file, "wx");
  try {
    for (let written = 0; written < bytes.length; )
      written += writeSync(descriptor, bytes, written, bytes.length - written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
