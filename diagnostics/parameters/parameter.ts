/** What a threshold counts, which also says what values it can take. */
export const parameterUnits = ["points", "steps", "times", "share", "sigma", "nats", "value"] as const;
export type ParameterUnit = (typeof parameterUnits)[number];

/** Unit, and in one sentence what the threshold does and why its default is what it is. */
export type ParameterNote = readonly [unit: ParameterUnit, reason: string];

/** A note for each threshold of a detector: one without a note does not compile. */
export type NotesOf<Defaults> = Readonly<Record<keyof Defaults, ParameterNote>>;

/** A threshold as somebody meets it who may set it. */
export interface Parameter {
  name: string;
  standard: number;
  unit: ParameterUnit;
  reason: string;
  /** Where trying makes sense, on both sides of the default; the range of a slider. */
  low: number;
  high: number;
  /** Equal ratios take equal room on a slider. */
  isLog: boolean;
  isWhole: boolean;
}

/** Values that a detector can work with at all: a window of 0 points has no median, one of 1e9 no room in memory. */
const possible: Record<ParameterUnit, { low: number; high: number; words: string }> = {
  points: { low: 1, high: 100_000, words: "a whole number of points from 1 to 100 000" },
  steps: { low: 0, high: 1e9, words: "a whole number of steps from 0 to 1e9" },
  times: { low: 0, high: 1e12, words: "a factor from 0 to 1e12" },
  share: { low: 0, high: 1, words: "a share from 0 to 1" },
  sigma: { low: 0, high: 1e6, words: "a number of standard deviations from 0 to 1e6" },
  nats: { low: 0, high: 1e6, words: "a number of nats from 0 to 1e6" },
  value: { low: 0, high: 1e12, words: "a number from 0 to 1e12" },
};

export const isWhole = (unit: ParameterUnit): boolean => unit === "points" || unit === "steps";

/** What was expected of a value that a threshold cannot take; undefined where it can. */
export function valueExpected(unit: ParameterUnit, value: number): string | undefined {
  const { low, high, words } = possible[unit];
  const isPossible = value >= low && value <= high && (!isWhole(unit) || Number.isInteger(value));
  return isPossible ? undefined : words;
}

/** Range in which to try a threshold: a twentieth to twenty times its default, or all of it where that is small. */
export function rangeOf(unit: ParameterUnit, standard: number): Pick<Parameter, "low" | "high" | "isLog"> {
  if (unit === "share" && standard >= 0.05) return { low: 0, high: 1, isLog: false };
  if (unit === "sigma" || unit === "nats") return { low: 0, high: 5 * standard, isLog: false };
  if (unit === "share") return { low: rounded(standard / 20), high: 1, isLog: true };
  if (isWhole(unit)) return { low: 1, high: Math.max(20, 20 * standard), isLog: true };
  const low = unit === "times" && standard > 1 ? 1 : rounded(standard / 20);
  const high = unit === "times" && standard < 1 ? 1 : rounded(20 * standard);
  return { low, high, isLog: true };
}

const rounded = (value: number): number => Number(value.toPrecision(2));
