import type { CheckpointReference, EventBatchInput, MediaReference } from "../../db/contract/events";
import type { Database } from "../../db/database";
import { writeCheckpoint } from "../../db/store/checkpoints/checkpoint-files";
import { listCheckpoints, removeUnused } from "../../db/store/checkpoints/checkpoints";
import { appendEvents } from "../../db/store/ingest/append-events";
import { writeMedia } from "../../db/store/media/media";
import { encodeCheckpoint } from "../checkpoints/codec";
import { draw } from "../samples/drawing";
import { encodePng } from "./encode-png";
import type { Columns, Parcel, ParcelCheckpoint, Picture, ThreadData } from "./messages";

/** Stores a parcel as batch `seq`: its files first, since the rows refer to them. May be repeated. */
export function storeParcel(db: Database, run: ThreadData, seq: number, parcel: Parcel): void {
  const { series, pictures, checkpoints, guardActions, log, environment, status, retreatTo } = parcel;
  const before = checkpoints.length > 0 || retreatTo !== undefined ? listCheckpoints(db, run.runId) : [];
  const written = checkpoints.map((checkpoint) => storeCheckpoint(run, checkpoint));
  const batch: EventBatchInput = {
    runId: run.runId,
    attempt: run.attempt,
    seq,
    series: Object.fromEntries(series.map((columns) => [columns.name, toArrays(columns)])),
    log,
    media: pictures.map((picture) => storePicture(run.home, picture)),
    checkpoints: written,
    guardActions,
    environment,
    status,
    retreatTo,
  };
  appendEvents(db, batch);
  removeUnused(
    db,
    run.home,
    [...before, ...written].map(({ sha256 }) => sha256),
  );
}

function toArrays({ step, wallTimeMs, value }: Columns) {
  return { step: Array.from(step), wallTimeMs: Array.from(wallTimeMs), value: Array.from(value) };
}

function storePicture(home: string, { step, wallTimeMs, name, drawing }: Picture): MediaReference {
  const raster = draw(drawing);
  const bytes = encodePng(raster);
  const sha256 = writeMedia(home, bytes);
  const { width, height } = raster;
  return { step, wallTimeMs, name, sha256, mimeType: "image/png", width, height, bytes: bytes.length };
}

function storeCheckpoint(run: ThreadData, checkpoint: ParcelCheckpoint): CheckpointReference {
  const { step, snapshot, wallTimeMs, metric, better, keep } = checkpoint;
  const { runId, configHash, codeVersion } = run;
  const bytes = encodeCheckpoint({ runId, step, configHash, codeVersion, snapshot });
  const sha256 = writeCheckpoint(run.home, bytes);
  return { step, wallTimeMs, sha256, bytes: bytes.length, metric, better, keep };
}
