import type { BatchBuilder } from "./batch-builder";
import { isGroup, numberOf } from "./text/parse-json";

/** Deeper groups are no metrics. */
const deepest = 16;

/** Where and when the values of one record were logged. */
export interface Logged {
  step: number;
  wallTimeMs: number;
}

/**
 * A value of a record, or those of a group under names such as `a.b`, as W&B names them. What is neither a number nor
 * nothing is counted as left out; W&B's histograms and media are groups that say so in `_type`.
 */
export function pushNested(builder: BatchBuilder, name: string, value: unknown, at: Logged, depth = 0): void {
  if (value === null) return;
  const number = numberOf(value);
  if (number !== undefined) builder.push(builder.column(name), at.step, at.wallTimeMs, number);
  else if (isGroup(value) && value._type === undefined && depth < deepest)
    for (const key of Object.keys(value)) pushNested(builder, `${name}.${key}`, value[key], at, depth + 1);
  else
    builder.leaveOut(
      `values that are no numbers (the first: ${JSON.stringify(name)}${isGroup(value) && value._type !== undefined ? `, ${value._type}` : ""})`,
    );
}
