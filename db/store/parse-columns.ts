import { GradiometerError } from "../contract/errors";
import { type SeriesColumns, SeriesName } from "../contract/events";
import { decodeNumber } from "../contract/non-finite";

/** Whose columns they are, for messages: `event batch`. */
export interface ColumnsContext {
  noun: string;
  /** Wall time of points that bring none; without it they must. */
  arrivedAt?: number;
}

/** Points by series, as anyone sent them: the one validation that every point passes, in a plain loop since there are many. */
export function parseSeries(input: unknown, context: ColumnsContext): Record<string, SeriesColumns> {
  if (!isGroup(input)) throw refusal(context, "series", "a group of columns by series name", input);
  const series: Record<string, SeriesColumns> = {};
  for (const name of Object.keys(input)) {
    checkName(name, context);
    series[name] = parseColumns(input[name], `series[${JSON.stringify(name)}]`, context);
  }
  return series;
}

/** Names that passed: a sender repeats the same ones in each batch. */
const knownNames = new Set<string>();
const mostKnown = 20_000;

function checkName(name: string, context: ColumnsContext): void {
  if (knownNames.has(name)) return;
  const parsed = SeriesName.safeParse(name);
  if (name === "__proto__" || !parsed.success)
    throw refusal(
      context,
      "series",
      'names of 1 to 200 characters that start with a visible one other than "/" and hold no line break',
      name,
    );
  if (knownNames.size >= mostKnown) knownNames.clear();
  knownNames.add(name);
}

function parseColumns(input: unknown, path: string, context: ColumnsContext): SeriesColumns {
  if (!isGroup(input)) throw refusal(context, path, "a group of step, wallTimeMs and value", input);
  if (context.arrivedAt !== undefined) checkKeys(input, path, context);
  const { step, value } = input;
  if (!Array.isArray(step)) throw refusal(context, `${path}.step`, "a list", step);
  if (!Array.isArray(value)) throw refusal(context, `${path}.value`, "a list", value);
  const wallTimeMs =
    input.wallTimeMs === undefined && context.arrivedAt !== undefined
      ? new Array<number>(step.length).fill(context.arrivedAt)
      : input.wallTimeMs;
  if (!Array.isArray(wallTimeMs)) throw refusal(context, `${path}.wallTimeMs`, "a list", wallTimeMs);
  if (step.length !== value.length || step.length !== wallTimeMs.length)
    throw new GradiometerError(
      "invalid",
      `Invalid ${context.noun}: ${path}: expected step, wallTimeMs and value of the same length, got ${step.length}, ${wallTimeMs.length} and ${value.length}`,
    );
  let isEncoded = false;
  for (let index = 0; index < step.length; index++) {
    const at: unknown = step[index];
    if (!Number.isSafeInteger(at) || (at as number) < 0)
      throw refusal(context, `${path}.step[${index}]`, "a whole number from 0 to 9007199254740991", at);
    const wallTime: unknown = wallTimeMs[index];
    if (typeof wallTime !== "number" || !(wallTime >= 0 && wallTime <= Number.MAX_SAFE_INTEGER))
      throw refusal(context, `${path}.wallTimeMs[${index}]`, "milliseconds since 1970", wallTime);
    if (typeof value[index] !== "number") isEncoded = true;
  }
  return { step, wallTimeMs, value: isEncoded ? decodeValues(value, path, context) : value };
}

/** Of a client: a key misspelt would otherwise be a column that is missing or made up. */
function checkKeys(input: object, path: string, context: ColumnsContext): void {
  for (const key in input)
    if (key !== "step" && key !== "value" && key !== "wallTimeMs")
      throw refusal(context, path, "step, value and wallTimeMs", key);
}

/** The rare column that holds names such as "NaN": copied, so that the caller's stays as it was. */
function decodeValues(values: readonly unknown[], path: string, context: ColumnsContext): number[] {
  return values.map((value, index) => {
    if (typeof value === "number") return value;
    if (value === "NaN" || value === "Infinity" || value === "-Infinity") return decodeNumber(value);
    throw refusal(context, `${path}.value[${index}]`, 'a number, "NaN", "Infinity" or "-Infinity"', value);
  });
}

function refusal(
  { noun }: ColumnsContext,
  path: string,
  expected: string,
  arrived: unknown,
): GradiometerError {
  return new GradiometerError(
    "invalid",
    `Invalid ${noun}: ${path}: expected ${expected}, got ${shown(arrived)}`,
  );
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "a group";
  const text = typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
