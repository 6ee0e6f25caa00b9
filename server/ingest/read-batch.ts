import { gunzipSync } from "node:zlib";
import { GradiometerError } from "../../db/contract/errors";
import { ingestLimits } from "../../db/contract/ingest";
import { type ClientBatch, parseIngestBatch } from "../../db/store/ingest/parse-ingest-batch";
import { joinLines } from "./join-lines";
import type { IngestRequest } from "./messages";
import { parseBody, parseChecked } from "./parse-body";

/** The batch that a request's bytes hold, and how many bytes it has unpacked. Throws what the client is to be told. */
export function readBatch({ body, format, arrivedAt }: IngestRequest): {
  batch: ClientBatch;
  length: number;
} {
  const bytes = Buffer.from(body);
  const unpacked = format.gzipped ? unpack(bytes) : bytes;
  const input = format.type === "json" ? readJson(unpacked) : readLines(unpacked, arrivedAt);
  return { batch: parseIngestBatch(input, arrivedAt), length: unpacked.length };
}

/** Bounded: a few kilobytes of gzip can hold gigabytes. */
function unpack(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: ingestLimits.bodyBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE")
      throw new GradiometerError(
        "too-large",
        `The body holds more than ${ingestLimits.bodyBytes} bytes once it is unpacked; send it in smaller batches`,
      );
    throw new GradiometerError(
      "invalid",
      `Expected a body in gzip, as Content-Encoding says, got something else (${(error as Error).message})`,
    );
  }
}

function readLines(bytes: Buffer, arrivedAt: number): unknown {
  checkLines(bytes);
  const lines = bytes.toString("utf8").split("\n");
  const parsed = lines.map((line, index) =>
    line.trim() === "" ? undefined : parseJson(line, `line ${index + 1}`),
  );
  return joinLines(parsed, arrivedAt);
}

const newline = 10;

/** Before each of a million lines is looked at. */
function checkLines(bytes: Buffer): void {
  let lines = 1;
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === newline) lines++;
  if (lines > ingestLimits.lines)
    throw new GradiometerError(
      "too-large",
      `Expected at most ${ingestLimits.lines} lines in the body, got ${lines}; send it in smaller batches`,
    );
}

function readJson(bytes: Buffer): unknown {
  try {
    return parseBody(bytes);
  } catch (error) {
    throw notJson(bytes.toString("utf8"), "the body", error as Error);
  }
}

function parseJson(text: string, where: string): unknown {
  try {
    return parseChecked(text);
  } catch (error) {
    throw notJson(text, where, error as Error);
  }
}

function notJson(text: string, where: string, error: Error): GradiometerError {
  if (error instanceof GradiometerError) return error;
  const bare = text.match(/[[:,]\s*(-?Infinity|NaN)\b/)?.[1];
  return new GradiometerError(
    "invalid",
    bare
      ? `Expected JSON in ${where}, got a bare ${bare}, which JSON does not have; send it as "${bare}", in quotes`
      : `Expected JSON in ${where}: ${error.message}`,
  );
}
