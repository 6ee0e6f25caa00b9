import { postBatch } from "../../clients/node/post-batch";
import type { IngestBatchInput, IngestReceipt } from "../../db/contract/ingest";
import { encodeNumber } from "../../db/contract/non-finite";
import type { Database } from "../../db/database";
import { draw } from "../samples/drawing";
import { encodePng } from "./encode-png";
import type { Columns, Parcel, Picture, ThreadData } from "./messages";
import { storeParcel } from "./store-parcel";

type Remote = NonNullable<ThreadData["remote"]>;

/**
 * Sends parcels to a server, each as one batch of its ingest, and keeps in the store here what the run needs to go on
 * here: checkpoints, and how it stands. The server first: it then has every step that a checkpoint goes on from.
 */
export function createSender(
  db: Database,
  run: ThreadData & { remote: Remote },
  onReceipt: (receipt: IngestReceipt) => void,
): (seq: number, parcel: Parcel) => Promise<void> {
  let keptSeq = 0;
  return async (seq, parcel) => {
    onReceipt(await postBatch(run.remote.server, batchOf(run, seq, parcel)));
    if (!mustBeKept(parcel)) return;
    storeParcel(db, run, keptSeq + 1, { ...parcel, series: [], pictures: [], log: [] });
    keptSeq += 1;
  };
}

const mustBeKept = ({ checkpoints, guardActions, environment, status, retreatTo }: Parcel): boolean =>
  checkpoints.length > 0 ||
  guardActions.length > 0 ||
  environment !== undefined ||
  status !== undefined ||
  retreatTo !== undefined;

function batchOf(
  { runId, attempt, remote: { about } }: ThreadData & { remote: Remote },
  seq: number,
  { series, log, pictures, guardActions, environment, status, retreatTo }: Parcel,
): IngestBatchInput {
  return {
    run: runId,
    attempt,
    seq,
    ...(seq === 1 && about),
    series: Object.fromEntries(series.map((columns) => [columns.name, toJson(columns)])),
    log,
    media: pictures.map(toMedia),
    guardActions,
    environment,
    // What else a trainer may say of its run, it is not until it trains or after it is gone.
    status: status as IngestBatchInput["status"],
    retreatTo,
  };
}

function toJson({ step, wallTimeMs, value }: Columns) {
  return {
    step: Array.from(step),
    wallTimeMs: Array.from(wallTimeMs),
    value: Array.from(value, encodeNumber),
  };
}

function toMedia({ step, wallTimeMs, name, drawing }: Picture) {
  return { step, wallTimeMs, name, png: encodePng(draw(drawing)).toString("base64") };
}
