import { PNG } from "pngjs";
import type { Database } from "../../db/connection";
import type { EventBatchInput, MediaReference } from "../../db/contract/events";
import { appendEvents } from "../../db/store/append-events";
import { writeMedia } from "../../db/store/media";
import type { Raster } from "../samples/raster";
import type { Columns, Parcel, Picture, ThreadData } from "./messages";

/** Stores a parcel as batch `seq`: its pictures as files first, since the rows refer to them. May be repeated. */
export function storeParcel(db: Database, run: ThreadData, seq: number, parcel: Parcel): void {
  const { series, pictures, log, environment, status } = parcel;
  const batch: EventBatchInput = {
    runId: run.runId,
    attempt: run.attempt,
    seq,
    series: Object.fromEntries(series.map((columns) => [columns.name, toArrays(columns)])),
    log,
    media: pictures.map((picture) => storePicture(run.home, picture)),
    environment,
    status,
  };
  appendEvents(db, batch);
}

function toArrays({ step, wallTimeMs, value }: Columns) {
  return { step: Array.from(step), wallTimeMs: Array.from(wallTimeMs), value: Array.from(value) };
}

function storePicture(home: string, { step, wallTimeMs, name, raster }: Picture): MediaReference {
  const bytes = encodePng(raster);
  const sha256 = writeMedia(home, bytes);
  const { width, height } = raster;
  return { step, wallTimeMs, name, sha256, mimeType: "image/png", width, height, bytes: bytes.length };
}

function encodePng({ width, height, pixels }: Raster): Buffer {
  const png = new PNG({ width, height });
  png.data = Buffer.from(pixels.buffer);
  return PNG.sync.write(png, { colorType: 2 });
}
