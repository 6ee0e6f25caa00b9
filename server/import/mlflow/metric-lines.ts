import { z } from "zod";
import { LinePosition } from "../text/line-position";
import { numberOf } from "../text/parse-json";
import { readBlocks } from "../text/read-blocks";

/** How far a metric's file was read. */
export const MetricPosition = LinePosition.extend({
  /** A line of which the next ones will tell whether the run was restarted there: read, and not stored yet. */
  held: z.string().optional(),
});
export type MetricPosition = z.infer<typeof MetricPosition>;

/** A metric's file, and where its reading begins. */
export interface Metric {
  name: string;
  file: string;
  from: MetricPosition;
  lastStep: number;
}

/** A line of a metric's file. */
export interface MetricLine {
  text: string;
  timestampMs: number;
  value: number;
  step: number;
}

export interface MetricBlock {
  lines: string[];
  position: LinePosition;
  bytes: number;
}

/** The lines that come after a position, the one that was held first. */
export function* metricBlocks({ file, from }: Metric): Generator<MetricBlock> {
  const { held, ...position } = from;
  let waiting = held === undefined ? [] : [held];
  // MLflow ends each line that it writes: one without an end is not whole, and its step may be that of another.
  for (const block of readBlocks(file, position, { leavesOpen: true })) {
    yield { ...block, lines: [...waiting, ...block.lines] };
    waiting = [];
  }
  if (waiting.length > 0) yield { lines: waiting, position, bytes: 0 };
}

/** "timestamp value step", the step 0 where it is missing; undefined for what is no such line. */
export function parseMetricLine(text: string): MetricLine | undefined {
  const [timestamp, written, step = "0"] = text.trimEnd().split(" ");
  if (written === undefined) return undefined;
  const value = numberOf(written) ?? Number(written);
  if (Number.isNaN(value) && numberOf(written) === undefined) return undefined;
  return { text, timestampMs: Number(timestamp), value, step: Number(step) };
}
