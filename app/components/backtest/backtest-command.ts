import type { ThresholdValues } from "../../backtest/search-params";
import type { Detector } from "./slider-scale";

/**
 * The command that compares the same two settings over the same runs, and over any number of them. `inUse`: thresholds that
 * are kept in the place of defaults, from which it starts as the page does.
 */
export function backtestCommand(
  filter: string,
  detector: Detector,
  before: ThresholdValues,
  after: ThresholdValues,
  inUse: ThresholdValues = {},
): string {
  const standard = new Map(detector.parameters.map((one) => [one.name, inUse[one.name] ?? one.standard]));
  // What only the other setting changes is set back by name.
  const back = Object.keys(before).filter((name) => !(name in after));
  const compared = { ...after, ...Object.fromEntries(back.map((name) => [name, standard.get(name) ?? 0])) };
  const changed = Object.entries(compared).filter(
    ([name, value]) => value !== (before[name] ?? standard.get(name)),
  );
  return [
    "npx gradiometer backtest --runs",
    quoted(filter),
    `--detector ${detector.id}`,
    ...Object.entries(before).map(([name, value]) => `--set ${name}=${value}`),
    ...changed.map(([name, value]) => `--compare ${name}=${value}`),
  ].join(" ");
}

/** As a shell takes it whole. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A filter that chooses the runs of these ids. */
export const filterOfRuns = (ids: readonly string[]): string =>
  ids.length === 1 ? `id = ${ids[0]}` : `id in (${ids.join(", ")})`;
