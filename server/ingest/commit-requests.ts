import type { Logger } from "pino";
import { GradiometerError } from "../../db/contract/errors";
import type { IngestReceipt } from "../../db/contract/ingest";
import type { Database } from "../../db/database";
import type { ClientBatch } from "../../db/store/ingest/parse-ingest-batch";
import { writeMedia } from "../../db/store/media/media";
import { type ClientReceipt, storeClientBatches } from "../../db/store/runs/external-runs";
import { refusalOf } from "../front-door/http-refusal";
import type { IngestAnswer, IngestRequest } from "./messages";
import type { Pace } from "./pace";
import { readBatch } from "./read-batch";

export interface RecorderParts {
  db: Database;
  home: string;
  log: Logger;
  pace: Pace;
}

/** A store that was locked or full may take the same batch a moment later. */
const retryAfterSeconds = 1;

/** Bytes of bodies that a commit holds in memory, unpacked and read: up to ten times as many. */
const mostAtOnce = 16 * 2 ** 20;

interface ReadRequest {
  id: number;
  batch: ClientBatch;
}

/** Reads requests and stores what they hold in one commit; every one gets an answer of its own. */
export function commitRequests(parts: RecorderParts, requests: readonly IngestRequest[]): IngestAnswer[] {
  const answers: IngestAnswer[] = [];
  let waiting: ReadRequest[] = [];
  let length = 0;
  const commitWaiting = () => {
    if (waiting.length > 0) answers.push(...commit(parts, waiting));
    waiting = [];
    length = 0;
  };
  for (const request of requests) {
    try {
      const read = readBatch(request);
      for (const image of read.batch.images) writeMedia(parts.home, image);
      waiting.push({ id: request.id, batch: read.batch });
      length += read.length;
    } catch (error) {
      answers.push(answerOf(parts.log, request.id, error));
    }
    if (length > mostAtOnce) commitWaiting();
  }
  commitWaiting();
  return answers;
}

function commit(parts: RecorderParts, requests: readonly ReadRequest[]): IngestAnswer[] {
  const batches = requests.map(({ batch }) => batch);
  try {
    const points = batches.reduce((total, batch) => total + batch.points, 0);
    const stored = storeClientBatches(parts.db, batches, parts.pace.next(points, performance.now()));
    return requests.map(({ id, batch }, index) => {
      const receipt = stored[index] as ClientReceipt | GradiometerError;
      return receipt instanceof GradiometerError
        ? answerOf(parts.log, id, receipt)
        : acknowledgement(id, batch, receipt);
    });
  } catch (error) {
    // One that no one foresaw must not take those beside it along.
    if (requests.length > 1 && !refusalOf(error))
      return requests.flatMap((request) => commit(parts, [request]));
    return requests.map(({ id }) => answerOf(parts.log, id, error));
  }
}

function acknowledgement(id: number, { events }: ClientBatch, receipt: ClientReceipt): IngestAnswer {
  const { runId: run, attempt, seq } = events;
  const { outcome, points, cancelRequested, continueRequested } = receipt;
  const body: IngestReceipt = { run, attempt, seq, outcome, points, cancelRequested, continueRequested };
  return { id, status: 200, body: JSON.stringify(body) };
}

function answerOf(log: Logger, id: number, error: unknown): IngestAnswer {
  const refusal = refusalOf(error);
  if (!refusal) log.error({ err: error }, "a batch could not be stored");
  const status = refusal?.status ?? 500;
  const message = refusal?.message ?? "The server failed at this batch; its log says why.";
  return {
    id,
    status,
    body: JSON.stringify({ error: { status, message } }),
    ...((status === 503 || status === 507) && { retryAfterSeconds }),
  };
}
