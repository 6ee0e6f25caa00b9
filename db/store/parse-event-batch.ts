import { z } from "zod";
import { EventBatch, type SeriesColumns, SeriesName } from "../contract/events";
import { decodeNumber } from "../contract/non-finite";
import { invalidInput } from "./invalid-input";

/**
 * `EventBatch.parse`, an order of magnitude faster on long columns: a hand-written loop accepts what
 * the schema accepts, and whatever the loop refuses goes to the schema, which words the refusal.
 */
export function parseEventBatch(input: unknown): EventBatch {
  const parsed = Frame.safeParse(input);
  const series = parsed.success ? parseSeries(parsed.data.series) : undefined;
  if (parsed.success && series) return { ...parsed.data, series };
  const refused = EventBatch.safeParse(input);
  if (refused.success) return refused.data;
  throw invalidInput("event batch", refused.error);
}

/** The batch with its columns still unread. */
const Frame = EventBatch.extend({ series: z.record(z.string(), z.unknown()).default({}) });

function parseSeries(input: Record<string, unknown>): Record<string, SeriesColumns> | undefined {
  const series: Record<string, SeriesColumns> = {};
  for (const name of Object.keys(input)) {
    if (name === "__proto__" || !SeriesName.safeParse(name).success) return undefined;
    const columns = parseColumns(input[name]);
    if (!columns) return undefined;
    series[name] = columns;
  }
  return series;
}

function parseColumns(input: unknown): SeriesColumns | undefined {
  if (typeof input !== "object" || input === null) return undefined;
  const { step, wallTimeMs, value } = input as Record<string, unknown>;
  if (!Array.isArray(step) || !Array.isArray(wallTimeMs) || !Array.isArray(value)) return undefined;
  if (step.length !== value.length || step.length !== wallTimeMs.length) return undefined;
  for (let index = 0; index < step.length; index++) {
    const at = step[index];
    const wallTime = wallTimeMs[index];
    if (!Number.isSafeInteger(at) || at < 0) return undefined;
    if (typeof wallTime !== "number" || !(wallTime >= 0 && wallTime <= Number.MAX_SAFE_INTEGER))
      return undefined;
    if (typeof value[index] !== "number") return decodeColumns({ step, wallTimeMs, value }, index);
  }
  return { step, wallTimeMs, value };
}

/** The rare column that holds names such as "NaN": copied, so that the caller's stays as it was. */
function decodeColumns(columns: SeriesColumns, from: number): SeriesColumns | undefined {
  const value = columns.value.slice();
  for (let index = from; index < value.length; index++) {
    const encoded: unknown = value[index];
    if (encoded === "NaN" || encoded === "Infinity" || encoded === "-Infinity")
      value[index] = decodeNumber(encoded);
    else if (typeof encoded !== "number") return undefined;
  }
  return parseColumns({ ...columns, value });
}
