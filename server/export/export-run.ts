import { setImmediate } from "node:timers/promises";
import { ExportOptions, exportFormats } from "../../db/contract/export";
import type { Database } from "../../db/database";
import { parseInput } from "../../db/store/invalid-input";
import { getRun } from "../../db/store/runs/find-run";
import { csv, wideCsv } from "./csv";
import { jsonLines } from "./json-lines";
import { parquet } from "./parquet";
import { type PointsOfRun, pointsOfRun } from "./points-of-run";
import { eventFile } from "./tensorboard";

export interface RunExport {
  fileName: string;
  contentType: string;
  /** Written as they are read: memory does not grow with the run. */
  chunks: AsyncIterable<Uint8Array>;
}

/**
 * The points of a run, to be written as a file. A run that goes on is exported up to some moment between the call and the
 * last chunk.
 */
export function exportRun(
  db: Database,
  { runId, ...options }: { runId: string } & Record<string, unknown>,
): RunExport {
  const { format, wide, series } = parseInput("export", ExportOptions, options);
  const run = getRun(db, runId);
  const points = pointsOfRun(db, runId, series);
  const { extension, contentType } = exportFormats[format];
  const startedAt = String(Math.floor(run.createdAt / 1000));
  return {
    // TensorBoard looks for "tfevents" in the name and sorts by what follows.
    fileName:
      format === "tensorboard" ? `events.out.tfevents.${startedAt}.${runId}` : `${runId}.${extension}`,
    contentType,
    chunks: paced(format === "csv" && wide ? wideCsv(points) : write[format](points)),
  };
}

const write = {
  csv,
  jsonl: jsonLines,
  parquet,
  tensorboard: eventFile,
} satisfies Record<ExportOptions["format"], (points: PointsOfRun) => Chunks>;

type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** SQLite is read synchronously: between chunks others get their turn. */
async function* paced(chunks: Chunks): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    await setImmediate();
  }
}
