import { z } from "zod";
import { GuardAction } from "./guardrails";
import { RunId, Step } from "./identifiers";
import { AnyNumber } from "./non-finite";
import { RunStatus } from "./statuses";

/** Milliseconds since 1970-01-01 UTC. */
export const WallTimeMs = z.number().min(0).max(Number.MAX_SAFE_INTEGER);

const seriesNameRule =
  'A series name starts with a visible character that is not "/" and holds no line break, tab or other control character';

export const SeriesName = z
  .string()
  .min(1)
  .max(200)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a name may not hold
  .regex(/^[^\s/\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$/, seriesNameRule)
  // Half of a surrogate pair is no character: in UTF-8, of files and of SQLite, names that differ in it are one.
  .refine((name) => !/\p{Cs}/u.test(name), seriesNameRule);

/** Points of one series as columns of equal length. */
export const SeriesColumns = z
  .object({ step: z.array(Step), wallTimeMs: z.array(WallTimeMs), value: z.array(AnyNumber) })
  .refine(
    (columns) =>
      columns.step.length === columns.value.length && columns.step.length === columns.wallTimeMs.length,
    {
      message: "step, wallTimeMs and value must have the same length",
    },
  );
export type SeriesColumns = z.infer<typeof SeriesColumns>;

export const logLevels = ["debug", "info", "warning", "error"] as const;
export const LogLine = z.object({
  wallTimeMs: WallTimeMs,
  level: z.enum(logLevels),
  text: z.string().max(10_000),
});
export type LogLine = z.infer<typeof LogLine>;

/** A file beside the database, addressed by the hash of its bytes. */
export const MediaReference = z.object({
  step: Step,
  wallTimeMs: WallTimeMs,
  name: z.string().min(1).max(200),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  mimeType: z.enum(["image/png"]),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  bytes: z.number().int().nonnegative(),
});
export type MediaReference = z.infer<typeof MediaReference>;

/** What a run can go on from: a file beside the database, addressed by the hash of its bytes. */
export const CheckpointReference = z.object({
  step: Step,
  wallTimeMs: WallTimeMs,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().nonnegative(),
  /** The run's outcome at that step, by which the best is kept; null where none was measured. */
  metric: AnyNumber.nullable(),
  better: z.enum(["higher", "lower"]),
  /** How many of the latest the run keeps, this one included. */
  keep: z.number().int().min(1),
});
export type CheckpointReference = z.infer<typeof CheckpointReference>;

export const StatusChange = z.object({
  status: RunStatus,
  wallTimeMs: WallTimeMs,
  /** Step at which the status took hold, e.g. of the first non-finite loss. */
  step: Step.optional(),
  message: z.string().max(10_000).optional(),
});
export type StatusChange = z.infer<typeof StatusChange>;

/** Where and on what a run of our own was trained. */
export const Environment = z.object({
  backend: z.string(),
  backendVersion: z.string().optional(),
  backendReason: z.string().optional(),
  node: z.string(),
  platform: z.string(),
  cpu: z.string(),
  cores: z.number().int(),
  memoryBytes: z.number(),
  gradiometer: z.string(),
  // What earlier versions did not record is optional.
  os: z.string().optional(),
  gpu: z.string().optional(),
  /** Package version and hash of the sources that were built. */
  codeVersion: z.string().optional(),
  /** Git commit of a clone, with "-dirty" where sources differ from it. */
  commit: z.string().optional(),
  packages: z.record(z.string(), z.string()).optional(),
  configHash: z.string().optional(),
  /** What the run trains on, in words. */
  data: z.string().optional(),
  dataHash: z.string().optional(),
  commandLine: z.string().max(10_000).optional(),
});
export type Environment = z.infer<typeof Environment>;

/** The same of any run: other programs say of it what they know, and may run on no Node. */
export const RecordedEnvironment = Environment.partial();
export type RecordedEnvironment = z.infer<typeof RecordedEnvironment>;

/**
 * What a trainer sends at once. (runId, attempt, seq) names it: seq counts 1, 2, 3, ... within an
 * attempt, so a retry of a batch whose acknowledgement was lost stores nothing twice.
 */
export const EventBatch = z.object({
  runId: RunId,
  attempt: z.number().int().min(1),
  seq: z.number().int().min(1),
  series: z.record(SeriesName, SeriesColumns).default({}),
  log: z.array(LogLine).default([]),
  media: z.array(MediaReference).default([]),
  checkpoints: z.array(CheckpointReference).default([]),
  guardActions: z.array(GuardAction).default([]),
  environment: RecordedEnvironment.optional(),
  status: StatusChange.optional(),
  /** The run went back to its state after this step: what the batch holds comes in the place of all later steps. */
  retreatTo: Step.optional(),
});
export type EventBatch = z.infer<typeof EventBatch>;
export type EventBatchInput = z.input<typeof EventBatch>;

export interface AppendReceipt {
  /** "duplicate": this batch had been stored before; nothing was changed. */
  outcome: "stored" | "duplicate";
  points: number;
  /** How many of them took the place of another value for the same step. */
  replaced: number;
}
