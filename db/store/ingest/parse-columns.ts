import { GradiometerError } from "../../contract/errors";
import { type SeriesColumns, SeriesName } from "../../contract/events";
import { decodeNumber } from "../../contract/non-finite";

/** Whose columns they are, for messages: `event batch`. */
export interface ColumnsContext {
  noun: string;
  /** Wall time of points that bring none; without it they must. */
  arrivedAt?: number;
}

export interface ParsedSeries {
  series: Record<string, SeriesColumns>;
  /** Of all series. */
  points: number;
}

/**
 * Points by series, as anyone sent them: the one validation that every point passes, in a plain loop since there are many.
 * Neighbours with the same steps and times share one list of them, so that whoever reads them sees that at a glance.
 */
export function parseSeries(input: unknown, context: ColumnsContext): ParsedSeries {
  if (!isGroup(input)) throw refusal(context, "series", "a group of columns by series name", input);
  const series: Record<string, SeriesColumns> = {};
  let points = 0;
  let before: SeriesColumns | undefined;
  for (const name of Object.keys(input)) {
    checkName(name, context);
    before = parseColumns(input[name], name, before, context);
    series[name] = before;
    points += before.step.length;
  }
  return { series, points };
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
      'names of 1 to 200 characters that start with a visible one other than "/" and hold no line break, tab or other control character',
      name,
    );
  if (knownNames.size >= mostKnown) knownNames.clear();
  knownNames.add(name);
}

function parseColumns(
  input: unknown,
  name: string,
  before: SeriesColumns | undefined,
  context: ColumnsContext,
): SeriesColumns {
  if (!isGroup(input)) throw refusal(context, pathOf(name), "a group of step, wallTimeMs and value", input);
  if (context.arrivedAt !== undefined) checkKeys(input, name, context);
  const { step, value } = input;
  if (!Array.isArray(step)) throw refusal(context, `${pathOf(name)}.step`, "a list", step);
  if (!Array.isArray(value)) throw refusal(context, `${pathOf(name)}.value`, "a list", value);
  const wallTimeMs =
    input.wallTimeMs === undefined && context.arrivedAt !== undefined
      ? new Array<number>(step.length).fill(context.arrivedAt)
      : input.wallTimeMs;
  if (!Array.isArray(wallTimeMs)) throw refusal(context, `${pathOf(name)}.wallTimeMs`, "a list", wallTimeMs);
  if (step.length !== value.length || step.length !== wallTimeMs.length)
    throw new GradiometerError(
      "invalid",
      `Invalid ${context.noun}: ${pathOf(name)}: expected step, wallTimeMs and value of the same length, got ${step.length}, ${wallTimeMs.length} and ${value.length}`,
    );
  const shared =
    before && areSame(step, before.step) && areSame(wallTimeMs, before.wallTimeMs) ? before : undefined;
  if (!shared) checkTimes(step, wallTimeMs, name, context);
  return {
    step: shared?.step ?? step,
    wallTimeMs: shared?.wallTimeMs ?? wallTimeMs,
    value: isPlain(value) ? value : decodeValues(value, name, context),
  };
}

const pathOf = (name: string) => `series[${JSON.stringify(name)}]`;

/** Of a client: a key misspelt would otherwise be a column that is missing or made up. */
function checkKeys(input: object, name: string, context: ColumnsContext): void {
  for (const key in input)
    if (key !== "step" && key !== "value" && key !== "wallTimeMs")
      throw refusal(context, pathOf(name), "step, value and wallTimeMs", key);
}

function checkTimes(
  step: readonly unknown[],
  wallTimeMs: readonly unknown[],
  name: string,
  context: ColumnsContext,
): void {
  for (let index = 0; index < step.length; index++) {
    const at = step[index];
    if (!Number.isSafeInteger(at) || (at as number) < 0)
      throw refusal(
        context,
        `${pathOf(name)}.step[${index}]`,
        "a whole number from 0 to 9007199254740991",
        at,
      );
    const wallTime = wallTimeMs[index];
    if (typeof wallTime !== "number" || !(wallTime >= 0 && wallTime <= Number.MAX_SAFE_INTEGER))
      throw refusal(context, `${pathOf(name)}.wallTimeMs[${index}]`, "milliseconds since 1970", wallTime);
  }
}

function areSame(column: readonly unknown[], valid: readonly number[]): boolean {
  if (column === valid) return true;
  if (column.length !== valid.length) return false;
  for (let index = 0; index < column.length; index++) if (column[index] !== valid[index]) return false;
  return true;
}

function isPlain(value: readonly unknown[]): value is number[] {
  for (let index = 0; index < value.length; index++) if (typeof value[index] !== "number") return false;
  return true;
}

/** The rare column that holds names such as "NaN": copied, so that the caller's stays as it was. */
function decodeValues(values: readonly unknown[], name: string, context: ColumnsContext): number[] {
  return values.map((value, index) => {
    if (typeof value === "number") return value;
    if (value === "NaN" || value === "Infinity" || value === "-Infinity") return decodeNumber(value);
    throw refusal(
      context,
      `${pathOf(name)}.value[${index}]`,
      'a number, "NaN", "Infinity" or "-Infinity"',
      value,
    );
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
