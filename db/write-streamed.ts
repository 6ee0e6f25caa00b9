import { randomBytes } from "node:crypto";
import { createWriteStream, openSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { createFolder } from "./create-folder";
import { storageError, withStorageErrors } from "./storage-errors";
import { draftSuffix, removeDraft } from "./write-whole";

/** Writes chunks as they come to a file that is there whole or not at all, whatever fails; returns its bytes. */
export async function writeStreamed(file: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  const draft = `${file}.${randomBytes(6).toString("hex")}${draftSuffix}`;
  withStorageErrors(file, () => createFolder(dirname(file)));
  try {
    // Opened at once: chunks that fail before the stream had opened its file would leave an empty one behind.
    const fd = openSync(draft, "wx");
    await pipeline(chunks, createWriteStream(draft, { fd, flush: true }));
    renameSync(draft, file);
    return statSync(file).size;
  } catch (error) {
    removeDraft(draft);
    throw storageError(file, error) ?? error;
  }
}
