/** What programs call the step of a row; the first that is there counts. */
const stepNames = [
  "step",
  "global_step",
  "trainer/global_step",
  "_step",
  "steps",
  "train_step",
  "iteration",
  "iterations",
  "iter",
  "update",
  "epoch",
];
const timeNames = [
  "walltimems",
  "wall_time",
  "wall time",
  "_timestamp",
  "timestamp",
  "datetime",
  "time",
  "date",
];

/** The step's name among those of a row; undefined where no name is usual. */
export const stepNameOf = (names: readonly string[]): string | undefined => firstOf(stepNames, names);

export const timeNameOf = (names: readonly string[]): string | undefined => firstOf(timeNames, names);

function firstOf(usual: readonly string[], names: readonly string[]): string | undefined {
  for (const name of usual) {
    const found = names.find((known) => known.trim().toLowerCase() === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** 2001: what is smaller counts from the start of a run, not from 1970. */
const earliestSeconds = 1e9;

/** Milliseconds since 1970 of a wall time in seconds, milliseconds or as a date; undefined where it is none of them. */
export function wallTimeOf(value: unknown): number | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const number = Number(value);
  if (Number.isNaN(number)) {
    const parsed = typeof value === "string" ? Date.parse(value) : Number.NaN;
    return parsed >= 0 ? parsed : undefined;
  }
  if (number < earliestSeconds || number > 1e16) return undefined;
  return number < 100 * earliestSeconds ? number * 1000 : number;
}
