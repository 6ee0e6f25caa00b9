import { gunzipSync } from "node:zlib";
import { GradiometerError } from "../../db/contract/errors";
import { ingestLimits } from "../../db/contract/ingest";
import { type ClientBatch, parseIngestBatch } from "../../db/store/parse-ingest-batch";
import { joinLines } from "./join-lines";
import type { IngestRequest } from "./messages";

/** The batch that a request's bytes hold, and how long it was unpacked. Throws what the client is to be told. */
export function readBatch({ body, format, arrivedAt }: IngestRequest): {
  batch: ClientBatch;
  length: number;
} {
  const bytes = Buffer.from(body);
  const text = (format.gzipped ? unpack(bytes) : bytes).toString("utf8");
  const input = format.type === "json" ? parseJson(text, "the body") : readLines(text, arrivedAt);
  return { batch: parseIngestBatch(input, arrivedAt), length: text.length };
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

function readLines(text: string, arrivedAt: number): unknown {
  const lines = text.split("\n");
  const parsed: unknown[] = [];
  for (const [index, line] of lines.entries())
    if (line.trim() !== "") parsed.push(parseJson(line, `line ${index + 1}`));
  return joinLines(parsed, arrivedAt);
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const bare = text.match(/[[:,]\s*(-?Infinity|NaN)\b/)?.[1];
    throw new GradiometerError(
      "invalid",
      bare
        ? `Expected JSON in ${where}, got a bare ${bare}, which JSON does not have; send it as "${bare}", in quotes`
        : `Expected JSON in ${where}: ${(error as Error).message}`,
    );
  }
}
