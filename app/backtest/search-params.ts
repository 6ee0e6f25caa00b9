import { codecOf, list, type Parameter, type StateOf, text } from "../url/parameters";

export type ThresholdValues = Readonly<Record<string, number>>;

/** `set=jumpZ:8,jumpRatio:4`; what is no number is left out. */
const thresholds: Parameter<ThresholdValues> = {
  read: (texts) =>
    Object.fromEntries(
      texts
        .flatMap((one) => one.split(","))
        .map((one) => one.split(":"))
        .map(([name = "", value = ""]): [string, number] => [
          name,
          value.trim() === "" ? Number.NaN : Number(value),
        ])
        .filter(([name, value]) => name !== "" && Number.isFinite(value)),
    ),
  write: (values) => {
    const words = Object.entries(values).map(([name, value]) => `${name}:${value}`);
    return words.length === 0 ? [] : [words.join(",")];
  },
};

const parameters = {
  /** The runs to replay; where none is named, the latest that `q` finds. */
  runs: list(),
  q: text(),
  detector: text("exploding-gradient"),
  set: thresholds,
  /** The setting compared with; the defaults where it is empty. */
  against: thresholds,
  /** Runs in which each alarm is a false one. */
  healthy: list(),
};
export type BacktestState = StateOf<typeof parameters>;

/** `?runs=a,b&detector=exploding-gradient&set=jumpZ:8` */
export const backtestSearch = codecOf(parameters);

/** As many runs as are found by a search are replayed at once; named ones may be more. */
export const RUNS_FOUND = 8;
