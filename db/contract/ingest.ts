import { z } from "zod";
import { logLevels, RecordedEnvironment, SeriesName, WallTimeMs } from "./events";
import { GuardAction } from "./guardrails";
import { RunId, Seed, Step } from "./identifiers";
import { AnyNumber } from "./non-finite";

/** What `POST /api/ingest` takes at most; all refused by name. */
export const ingestLimits = {
  /** Of a body, as it arrives and once it is unpacked. */
  bodyBytes: 16 * 2 ** 20,
  /** Of a body in NDJSON, empty ones among them. */
  lines: 2 ** 18,
  seriesPerRun: 10_000,
  logLines: 10_000,
  images: 100,
  guardActions: 1_000,
  tags: 100,
  /** Levels of groups and lists within a config, and its length in JSON. */
  configDepth: 16,
  configCharacters: 2 ** 18,
} as const;

/** Points of one series as columns of equal length. */
export const IngestColumns = z.strictObject({
  step: z.array(Step).describe("Whole numbers from 0 to 2^53 - 1, in any order"),
  value: z.array(AnyNumber).describe('Numbers; NaN and the infinities as "NaN", "Infinity" and "-Infinity"'),
  wallTimeMs: z
    .array(WallTimeMs)
    .optional()
    .describe("Milliseconds since 1970; left out, the time at which the batch arrived"),
});

/** Of a config. */
export const JsonValue = z.json();

const IngestLogLine = z.strictObject({
  text: z.string().max(10_000),
  level: z.enum(logLevels).default("info"),
  wallTimeMs: WallTimeMs.optional(),
});

const IngestImage = z.strictObject({
  name: z.string().min(1).max(200),
  step: Step,
  png: z.base64().describe("The bytes of a PNG, base64"),
  wallTimeMs: WallTimeMs.optional(),
});

/** What the program says of its own run; a queue is ours to keep. */
export const ingestStatuses = ["running", "paused", "finished", "diverged", "cancelled", "crashed"] as const;

const IngestStatus = z.strictObject({
  status: z.enum(ingestStatuses),
  message: z.string().max(10_000).optional(),
  step: Step.optional(),
  wallTimeMs: WallTimeMs.optional(),
});

export const Tag = z.string().min(1).max(60).regex(/^\S+$/, 'expected a tag without spaces; use "-" or "_"');

/**
 * A batch of a run that another program trains. (run, attempt, seq) names it: seq counts 1, 2, 3, ... within an
 * attempt, and a retry of a batch that was stored changes nothing. The first batch of a run creates it; a higher
 * attempt resumes it, and takes back what earlier ones recorded from its own first step on.
 */
export const IngestBatch = z.strictObject({
  run: RunId.describe("The client's own id of the run"),
  attempt: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(1)
    .describe("1, and one more each time it is resumed"),
  seq: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).describe("1, 2, 3, ... within the attempt"),
  name: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .optional()
    .describe("Title of the run; its id unless said otherwise"),
  config: z.record(z.string(), JsonValue).optional().describe("Keys that are given replace those of before"),
  tags: z.array(Tag).max(ingestLimits.tags).optional().describe("Added to those of before"),
  steps: Step.optional().describe("How many steps there will be, where that is known"),
  seed: Seed.optional(),
  series: z.record(SeriesName, IngestColumns).default({}).describe("Points by the name of their series"),
  log: z.array(IngestLogLine).max(ingestLimits.logLines).default([]),
  media: z.array(IngestImage).max(ingestLimits.images).default([]),
  status: IngestStatus.optional(),
  environment: RecordedEnvironment.strict()
    .optional()
    .describe("Where and on what it is trained; versions of anything go into packages"),
  guardActions: z
    .array(GuardAction)
    .max(ingestLimits.guardActions)
    .default([])
    .describe("What its guardrails did, marked on the charts"),
  retreatTo: Step.optional().describe(
    "It went back to its state after this step: the batch comes in the place of what was recorded after it",
  ),
});
export type IngestBatch = z.infer<typeof IngestBatch>;
export type IngestBatchInput = z.input<typeof IngestBatch>;

/** A line of NDJSON after the first, which is an `IngestBatch`: all of them together are that one batch. */
export const IngestLine = z.strictObject({
  step: Step.optional(),
  wallTimeMs: WallTimeMs.optional(),
  metrics: z
    .record(SeriesName, AnyNumber)
    .optional()
    .describe("Values of this step by the name of their series"),
  log: z.string().max(10_000).optional(),
  level: z.enum(logLevels).optional(),
});

export const IngestReceipt = z.object({
  run: z.string(),
  attempt: z.number().int(),
  seq: z.number().int(),
  outcome: z
    .enum(["stored", "duplicate"])
    .describe('"duplicate": this batch had been stored before; nothing was changed'),
  points: z.number().int().describe("Points that came in"),
  cancelRequested: z.boolean().describe("A person asks the run to stop"),
  continueRequested: z.boolean().describe("A person lets the run continue that it said is paused"),
});
export type IngestReceipt = z.infer<typeof IngestReceipt>;

/** Where the store is in a run: what a client that lost its memory goes on from. */
export const IngestCursor = z.object({
  run: z.string(),
  status: z.string(),
  attempt: z.number().int(),
  lastSeq: z.number().int().describe("Of that attempt; 0 before its first batch"),
  lastStep: z.number().int().nullable().describe("Largest step with a point"),
  cancelRequested: z.boolean(),
});
export type IngestCursor = z.infer<typeof IngestCursor>;

export const IngestError = z.object({
  error: z.object({ status: z.number().int(), message: z.string() }),
});
