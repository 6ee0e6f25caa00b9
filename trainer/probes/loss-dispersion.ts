import type { StateRegistry } from "../state/state-registry";

/**
 * Loss dispersion: how far the loss scatters around its trend.
 *
 * Formula (our own definition): 1.4826 x median absolute deviation of the residuals from the least-squares line
 * through the last 64 losses. 1.4826 makes it estimate the standard deviation of normal noise. The loss itself,
 * not its logarithm, since losses of a Wasserstein GAN are negative.
 * Reported from the 16th step on: a line through fewer points fits noise.
 * Misleads: a loss that bends within the window (the first steps) reads as dispersed; rare spikes do not show at
 * all, since a median ignores them: that is the gradient norm's task. NaN while a non-finite loss is in the window.
 */
const defaults = { window: 64, atLeast: 16 };

export interface LossDispersion {
  /** Takes the step's loss; returns the dispersion, undefined while there are too few losses. */
  push(loss: number): number | undefined;
}

export function createLossDispersion(state: StateRegistry, { window, atLeast } = defaults): LossDispersion {
  const losses = new Float64Array(window);
  let seen = 0;
  state.array("losses", losses);
  state.value(
    "seen",
    () => seen,
    (count) => {
      seen = count;
    },
  );
  return {
    push(loss) {
      losses[seen % window] = loss;
      seen += 1;
      if (seen < atLeast) return undefined;
      const count = Math.min(seen, window);
      const residuals = new Float64Array(count);
      for (let age = 0; age < count; age += 1)
        residuals[count - 1 - age] = losses[(seen - 1 - age) % window]!;
      subtractTrend(residuals);
      return 1.4826 * medianAbsoluteDeviation(residuals);
    },
  };
}

/** Subtracts the least-squares line through (0, v_0), (1, v_1), ... in place. */
function subtractTrend(values: Float64Array): void {
  const count = values.length;
  const centre = (count - 1) / 2;
  let mean = 0;
  for (const value of values) mean += value / count;
  let covariance = 0;
  for (let index = 0; index < count; index += 1) covariance += (index - centre) * (values[index]! - mean);
  const slope = covariance / ((count * (count * count - 1)) / 12);
  for (let index = 0; index < count; index += 1)
    values[index] = values[index]! - mean - slope * (index - centre);
}

function medianAbsoluteDeviation(values: Float64Array): number {
  if (values.some((value) => !Number.isFinite(value))) return Number.NaN;
  return medianDeviation(sortInPlace(values));
}

/** Median distance of sorted values from their own median: the nearest lie around it, so half of them are walked. */
function medianDeviation(sorted: Float64Array): number {
  const centre = medianOfSorted(sorted);
  const middle = sorted.length >> 1;
  let above = middle;
  let below = middle - 1;
  let previous = 0;
  let deviation = 0;
  for (let rank = 0; rank <= middle; rank += 1) {
    previous = deviation;
    const up = above < sorted.length ? sorted[above]! - centre : Number.POSITIVE_INFINITY;
    const down = below >= 0 ? centre - sorted[below]! : Number.POSITIVE_INFINITY;
    deviation = Math.min(up, down);
    if (up <= down) above += 1;
    else below -= 1;
  }
  return sorted.length % 2 === 1 ? deviation : (previous + deviation) / 2;
}

/** By insertion: on 64 numbers five times as fast as TypedArray.sort. */
function sortInPlace(values: Float64Array): Float64Array {
  for (let index = 1; index < values.length; index += 1) {
    const value = values[index]!;
    let place = index;
    for (; place > 0 && values[place - 1]! > value; place -= 1) values[place] = values[place - 1]!;
    values[place] = value;
  }
  return values;
}

function medianOfSorted(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
