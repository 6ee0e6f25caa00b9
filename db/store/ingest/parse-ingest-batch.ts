import { createHash } from "node:crypto";
import { z } from "zod";
import { GradiometerError } from "../../contract/errors";
import type { EventBatch, MediaReference } from "../../contract/events";
import { explainIssues } from "../../contract/explain-issues";
import { IngestBatch, ingestLimits } from "../../contract/ingest";
import { readPngSize } from "../media/png-size";
import { parseSeries } from "./parse-columns";

/** What a client said of its run besides what happened in it. */
export type AboutRun = Pick<IngestBatch, "name" | "config" | "tags" | "steps" | "seed">;

export interface ClientBatch {
  events: EventBatch;
  about: AboutRun;
  /** Points of all its series. */
  points: number;
  /** Bytes of the images that `events.media` refers to, in its order; to be written before it is stored. */
  images: Buffer[];
  arrivedAt: number;
}

/** A batch as it came in JSON. What it leaves out of times is the time of its arrival, in milliseconds since 1970. */
export function parseIngestBatch(input: unknown, arrivedAt: number): ClientBatch {
  if (typeof input === "object" && input !== null) checkDepth((input as { config?: unknown }).config);
  const parsed = Frame.safeParse(input);
  if (!parsed.success)
    throw new GradiometerError("invalid", `Invalid batch: ${explainIssues(parsed.error, input, knownKeys)}`);
  const { run, attempt, seq, series, log, media, status, environment, guardActions, retreatTo, ...about } =
    parsed.data;
  checkCount(series);
  const { series: columns, points } = parseSeries(series, { noun: "batch", arrivedAt });
  const images = media.map(({ png }) => Buffer.from(png, "base64"));
  return {
    events: {
      runId: run,
      attempt,
      seq,
      series: columns,
      log: log.map((line) => ({ ...line, wallTimeMs: line.wallTimeMs ?? arrivedAt })),
      media: media.map(({ name, step, wallTimeMs = arrivedAt }, index) => ({
        name,
        step,
        wallTimeMs,
        ...describeImage(images[index] as Buffer, index),
      })),
      checkpoints: [],
      guardActions,
      environment,
      retreatTo,
      ...(status && { status: { ...status, wallTimeMs: status.wallTimeMs ?? arrivedAt } }),
    },
    about,
    points,
    images,
    arrivedAt,
  };
}

/** The batch with its columns still unread. */
const Frame = IngestBatch.extend({ series: z.unknown().default({}) });

const knownKeys = (path: readonly PropertyKey[]) => (path.length === 0 ? Object.keys(Frame.shape) : []);

function describeImage(bytes: Buffer, index: number): Omit<MediaReference, "name" | "step" | "wallTimeMs"> {
  const size = readPngSize(bytes);
  if (!size)
    throw new GradiometerError(
      "invalid",
      `Invalid batch: media[${index}].png: expected the bytes of a PNG of at least 1 x 1, got ${bytes.length} bytes of something else`,
    );
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { ...size, sha256, mimeType: "image/png", bytes: bytes.length };
}

/** Before each of a million names is looked at. */
function checkCount(series: unknown): void {
  if (typeof series !== "object" || series === null) return;
  const count = Object.keys(series).length;
  if (count > ingestLimits.seriesPerRun)
    throw new GradiometerError(
      "too-large",
      `Invalid batch: series: expected at most ${ingestLimits.seriesPerRun} names, got ${count}; a series is one name with many steps, so keep running numbers out of names`,
    );
}

/** Pages show a config as a table, and no one reads one this deep. */
function checkDepth(config: unknown, depth = 1): void {
  if (typeof config !== "object" || config === null) return;
  if (depth > ingestLimits.configDepth)
    throw new GradiometerError(
      "invalid",
      `Invalid batch: config: expected at most ${ingestLimits.configDepth} levels of groups and lists, got more; log a summary of it`,
    );
  for (const value of Object.values(config)) checkDepth(value, depth + 1);
}
