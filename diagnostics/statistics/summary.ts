/** Moments and quantiles of a sample; NaN where the sample is too small to have them. */

export function mean(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Sample standard deviation, n - 1 in the denominator; NaN below two values. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN;
  const center = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - center) ** 2;
  return Math.sqrt(sum / (values.length - 1));
}

/** Quantile by linear interpolation between order statistics (Hyndman & Fan's type 7, numpy's default). */
export function quantile(values: readonly number[], probability: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * Math.min(1, Math.max(0, probability));
  const below = Math.floor(position);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  const weight = position - below;
  // Between a finite and an infinite value, 0 times infinity must not become NaN.
  return weight === 0 || low === high ? low : low + weight * (high - low);
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export function interquartileRange(values: readonly number[]): { low: number; high: number } {
  return { low: quantile(values, 0.25), high: quantile(values, 0.75) };
}
