import { type PassThrough, Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { ZipFile } from "yazl";

export interface FileInZip {
  name: string;
  chunks: AsyncIterable<Uint8Array>;
}

/** Fast: text of numbers is a third of its size at this level, and hardly less at higher ones. */
const compressionLevel = 1;

/**
 * A ZIP archive, written as its files are made: what is held is a line for each. Sizes beyond 4 GB are 64-bit ones. What
 * goes wrong in a file ends the archive with the same error, before its directory: a broken download, never a short one.
 */
export async function* zip(files: Iterable<FileInZip>): AsyncGenerator<Uint8Array> {
  const archive = new ZipFile();
  // Documented as one; its types say less.
  const output = archive.outputStream as PassThrough;
  const stopped = new AbortController();
  addEach(archive, files, stopped.signal).catch((error) => output.destroy(error));
  try {
    yield* output;
  } finally {
    stopped.abort();
  }
}

/** A file is asked for when the one before has been read, so that nothing waits for the names of all. */
async function addEach(archive: ZipFile, files: Iterable<FileInZip>, signal: AbortSignal): Promise<void> {
  for (const { name, chunks } of files) {
    const content = Readable.from(chunks, { signal });
    archive.addReadStream(content, name, { compressionLevel });
    await finished(content, { writable: false });
  }
  archive.end();
}
