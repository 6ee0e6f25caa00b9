import { statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { z } from "zod";
import { BatchBuilder } from "../batch-builder";
import { tellDamage } from "../damage";
import type { FoundRun, ImportFormat, ReadBatch, ReadFrom } from "../format";
import { folderWithin } from "../name-within";
import { readHead } from "../text/read-head";
import { EventReader } from "./events";
import { readRecords } from "./records";

/**
 * Event files, of TensorFlow, PyTorch, Keras, JAX and others. Each folder that holds some is a run, as TensorBoard has it,
 * and its files are read in the order of their names, which begin with the time at which they were made.
 */
export const eventFiles: ImportFormat = {
  name: "tensorboard",
  title: "TensorBoard event files",
  looksLike: "a file with tfevents in its name, or a folder tree with such files",
  claims: (file) => basename(file).includes("tfevents") && !/\.(gz|zip|profile-empty)$/.test(file),
  find(files, root) {
    const byFolder = new Map<string, string[]>();
    for (const file of files) byFolder.set(dirname(file), [...(byFolder.get(dirname(file)) ?? []), file]);
    return [...byFolder].map(([folder, own]) => foundRun(folder, own.sort(), root));
  },
};

/** Bytes of each file that were read, by its name. */
const Position = z.record(z.string(), z.number());

function foundRun(folder: string, files: readonly string[], root: string): FoundRun {
  return {
    name: folderWithin(root, folder),
    source: folder,
    contentId: () => beginningOf(files[0] as string),
    formerContentId: () => basename(files[0] as string),
    bytes: () => files.reduce((sum, file) => sum + statSync(file).size, 0),
    read: (from) => read(files, from),
  };
}

/** The version event that a file begins with, and its wall time to the microsecond: jobs that start at once share a name. */
const firstRecordBytes = 40;

function beginningOf(file: string): string {
  const head = readHead(file, firstRecordBytes);
  return head.length < firstRecordBytes ? basename(file) : `${basename(file)} ${head.toString("base64")}`;
}

function* read(files: readonly string[], from: ReadFrom): Generator<ReadBatch> {
  const builder = new BatchBuilder(from);
  const reader = new EventReader(builder);
  const stored = Position.safeParse(from.position);
  const offsets = stored.success ? { ...stored.data } : {};
  let bytes = 0;
  for (const file of files) {
    const name = basename(file);
    const begin = offsets[name] ?? 0;
    let unread = 0;
    const records = readRecords(file, begin, (chunk, start, end) => {
      if (!reader.read(chunk, start, end)) unread++;
    });
    for (;;) {
      const step = records.next();
      if (step.done) {
        tellDamage(builder, file, step.value, statSync(file).size);
        break;
      }
      bytes += step.value - (offsets[name] ?? 0);
      offsets[name] = step.value;
      if (!builder.isFull) continue;
      yield builder.take({ ...offsets }, bytes);
      bytes = 0;
    }
    if (unread > 0) builder.remark(`${name}: ${unread} records are no events and were left out.`);
  }
  if (bytes > 0 || builder.hasRemarks) yield builder.take(offsets, bytes);
}
