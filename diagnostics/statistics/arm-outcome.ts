import { meanInterval } from "./student-t";
import { mean, standardDeviation } from "./summary";

/** How one seed of an arm ended. */
export interface SeedOutcome {
  seed: number;
  /** Outcome of a run that finished; null while it runs, and for a run that left none. */
  value: number | null;
  /** finished: it has a value. failed: it diverged, an outcome and not missing data. missing: cancelled, crashed, lost. */
  state: "finished" | "failed" | "running" | "missing";
}

export type Direction = "higher" | "lower";

/** Worst finite outcome of all runs: what a diverged run counts as, unless the metric has a worst value of its own. */
export function worstOutcome(arms: readonly (readonly SeedOutcome[])[], better: Direction): number | null {
  let worst: number | null = null;
  for (const { value } of arms.flat()) {
    if (value === null || !Number.isFinite(value)) continue;
    if (worst === null || (better === "higher" ? value < worst : value > worst)) worst = value;
  }
  return worst;
}

/** The value a seed counts with: its own, the worst one where it failed, null where there is none to count. */
export function countedValue(outcome: SeedOutcome, worst: number | null): number | null {
  if (outcome.state === "failed") return worst;
  if (outcome.state !== "finished" || outcome.value === null) return null;
  return Number.isFinite(outcome.value) ? outcome.value : worst;
}

/** Mean, spread and 95% Student-t interval over the seeds of one arm; failed runs count with the worst value. */
export function describeArm(outcomes: readonly SeedOutcome[], worst: number | null) {
  const values = outcomes.flatMap((outcome) => countedValue(outcome, worst) ?? []);
  return {
    n: outcomes.filter(({ state }) => state === "finished" || state === "failed").length,
    mean: values.length > 0 ? mean(values) : null,
    standardDeviation: values.length > 1 ? standardDeviation(values) : null,
    interval: meanInterval(values),
    failed: outcomes.filter(isFailure).length,
  };
}

/** A run that ended without a usable outcome because it diverged: its loss, or its outcome, is not finite. */
export function isFailure({ state, value }: SeedOutcome): boolean {
  return state === "failed" || (state === "finished" && value !== null && !Number.isFinite(value));
}
