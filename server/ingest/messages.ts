/** How the bytes of a body are to be read. */
export interface BodyFormat {
  type: "json" | "ndjson";
  gzipped: boolean;
}

export interface ThreadData {
  home: string;
}

/** One request for the recorder thread. The body's buffer is transferred, not copied. */
export interface IngestRequest {
  id: number;
  body: ArrayBuffer;
  format: BodyFormat;
  /** When its last byte arrived, milliseconds since 1970. */
  arrivedAt: number;
}

export type ToThread = IngestRequest | "stop";

/** What a request is answered with; `body` is JSON already. */
export interface IngestAnswer {
  id: number;
  status: number;
  body: string;
  retryAfterSeconds?: number;
}

/** The answers of one commit. */
export type FromThread = IngestAnswer[];
