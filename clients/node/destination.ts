import { openStore } from "../../db/connection";
import { GradiometerError } from "../../db/contract/errors";
import { type IngestBatchInput, IngestCursor } from "../../db/contract/ingest";
import { encodeNumber } from "../../db/contract/non-finite";
import type { ServerAddress } from "../../db/contract/server-address";
import { parseIngestBatch } from "../../db/store/ingest/parse-ingest-batch";
import { writeMedia } from "../../db/store/media/media";
import { readCursor, storeClientBatches } from "../../db/store/runs/external-runs";
import type { Place } from "./messages";
import { ask, parsed, postBatch, refusalOf } from "./post-batch";

/** Where batches are committed. */
export interface Destination {
  /** Where it is in a run; undefined for one that it does not know. */
  cursor(run: string): Promise<IngestCursor | undefined>;
  /** Returns once it is committed. */
  store(batch: IngestBatchInput): Promise<{ cancelRequested: boolean }>;
  /** Parcels that may be in one batch. */
  mostParcels: number;
  close(): void;
}

export const destinationOf = (place: Place): Destination =>
  "server" in place ? atServer(place.server) : inStore(place.home);

/** A commit costs as much as some thousand points: the more there are in one, the better. */
function inStore(home: string): Destination {
  const db = openStore(home);
  return {
    mostParcels: 16,
    async cursor(run) {
      try {
        return readCursor(db, run);
      } catch (error) {
        if (error instanceof GradiometerError && error.code === "not-found") return undefined;
        throw error;
      }
    },
    async store(batch) {
      const parsed = parseIngestBatch(batch, Date.now());
      for (const image of parsed.images) writeMedia(home, image);
      const [receipt] = storeClientBatches(db, [parsed]);
      if (receipt instanceof GradiometerError) throw receipt;
      return receipt as { cancelRequested: boolean };
    },
    close: db.close,
  };
}

/** Four parcels are at most 131,000 points, some 8 MB of JSON, and four images, some 6 MB; a server takes 16. */
function atServer(server: ServerAddress): Destination {
  return {
    mostParcels: 4,
    async cursor(run) {
      const { status, text } = await ask(server, "GET", `/api/ingest/${run}`);
      const cursor = IngestCursor.safeParse(parsed(text));
      if (status === 200 && cursor.success) return cursor.data;
      const refusal = refusalOf(server, status, text);
      if (refusal.code === "not-found") return undefined;
      throw refusal;
    },
    store: ({ series = {}, ...batch }) => postBatch(server, { ...batch, series: encoded(series) }),
    close() {},
  };
}

function encoded(series: NonNullable<IngestBatchInput["series"]>): typeof series {
  return Object.fromEntries(
    Object.entries(series).map(([name, columns]) => [
      name,
      { ...columns, value: (columns.value as number[]).map(encodeNumber) },
    ]),
  );
}
