import { statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { z } from "zod";
import { BatchBuilder } from "../batch-builder";
import { tellDamage } from "../damage";
import type { FoundRun, ImportFormat, ReadBatch, ReadFrom } from "../format";
import { folderWithin } from "../name-within";
import { readHead } from "../text/read-head";
import { isWandbLog, readLogRecords } from "./records";
import { RecordReader } from "./run-record";

/** The run-<id>.wandb file of a run that W&B recorded offline, or of one online as long as it is there. */
export const wandbOffline: ImportFormat = {
  name: "wandb",
  title: "W&B offline runs",
  looksLike: "a run-<id>.wandb file, or a wandb folder with offline-run-... folders",
  claims: (file) => file.endsWith(".wandb") && isWandbLog(readHead(file, 7)),
  find: (files, root) => files.map((file) => foundRun(file, root)),
};

/** Bytes that were read. */
const Position = z.number();

function foundRun(file: string, root: string): FoundRun {
  return {
    name: folderWithin(root, dirname(file)),
    source: file,
    contentId: () => basename(file),
    bytes: () => statSync(file).size,
    read: (from) => read(file, from),
  };
}

function* read(file: string, from: ReadFrom): Generator<ReadBatch> {
  const builder = new BatchBuilder(from);
  const reader = new RecordReader(builder, statSync(file).mtimeMs);
  const stored = Position.safeParse(from.position);
  let at = stored.success ? stored.data : 0;
  let bytes = 0;
  const records = readLogRecords(file, at, (block, from, to) => reader.read(block, from, to));
  for (;;) {
    const step = records.next();
    if (step.done) {
      tellDamage(builder, file, step.value, statSync(file).size);
      break;
    }
    bytes += step.value - at;
    at = step.value;
    if (!builder.isFull) continue;
    yield builder.take(at, bytes);
    bytes = 0;
  }
  if (bytes > 0 || builder.hasRemarks) yield builder.take(at, bytes);
}
