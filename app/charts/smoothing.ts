import type { Scale } from "./figure";

/**
 * Exponential moving average over steps, not over points: with time constant tau the weight of a
 * value falls to 1/e after tau steps, whatever the distance between points, so that zooming (which
 * changes the buckets) does not change how much is smoothed. On a log axis logarithms are averaged,
 * or one spike would lift the line for long after it. Starts at the first value; gaps stay gaps.
 */
export function smooth(
  steps: readonly number[],
  values: readonly number[],
  tau: number,
  scale: Scale,
): number[] {
  if (tau <= 0) return [...values];
  const inward = scale === "log" ? Math.log : (value: number) => value;
  const outward = scale === "log" ? Math.exp : (value: number) => value;
  let average = Number.NaN;
  let lastStep = Number.NaN;
  return values.map((value, index) => {
    const step = steps[index] ?? Number.NaN;
    const inner = inward(value);
    if (!Number.isFinite(inner)) return Number.NaN;
    const keep = Number.isNaN(average) ? 0 : Math.exp(-Math.abs(step - lastStep) / tau);
    average = keep === 0 ? inner : keep * average + (1 - keep) * inner;
    lastStep = step;
    return outward(average);
  });
}

/** Time constants the slider offers, in steps. */
export const smoothingSteps: readonly number[] = [0, 2, 5, 10, 20, 50, 100, 200, 500];

export function describeSmoothing(tau: number): string {
  return tau === 0 ? "No smoothing" : `EMA, τ = ${tau} steps`;
}
