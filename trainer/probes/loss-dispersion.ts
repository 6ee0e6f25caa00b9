import type { StateRegistry } from "../state/state-registry";

/**
 * Loss dispersion: how far the loss scatters around its trend.
 *
 * Formula (our own definition): 1.4826 x median absolute deviation of the residuals from the least-squares line
 * through the last 64 losses. 1.4826 makes it estimate the standard deviation of normal noise. The loss itself,
 * not its logarithm, since losses of a Wasserstein GAN are negative.
 * Reported from the 16th step on: a line through fewer points fits noise.
 * Source: our own; the factor is Rousseeuw & Croux 1993's for normal noise.
 * Misleads: a loss that bends within the window (the first steps) reads as dispersed; rare spikes do not show at
 * all, since a median ignores them: that is the gradient norm's task. NaN while a non-finite loss is in the window.
 * Cost: 2 us.
 */
const defaults = { window: 64, atLeast: 16 };

export interface LossDispersion {
  /** Takes the step's loss. */
  push(loss: number): void;
  /** Of the last losses; undefined while there are too few. */
  dispersion(): number | undefined;
}

export function createLossDispersion(state: StateRegistry, { window, atLeast } = defaults): LossDispersion {
  /** A ring: step s, counted from 0, at place s % window. */
  const losses = new Float64Array(window);
  const residuals = new Float64Array(window);
  /** Places by their residuals as they were at the last look, which are nearly in order at the next. */
  const order = Int32Array.from(losses.keys());
  let seen = 0;
  state.array("losses", losses);
  state.value(
    "seen",
    () => seen,
    (count) => {
      seen = count;
      order.set([...order.keys()]);
    },
  );
  return {
    push(loss) {
      losses[seen % window] = loss;
      seen += 1;
    },
    dispersion() {
      if (seen < atLeast) return undefined;
      const count = Math.min(seen, window);
      const hasLine = subtractLine(losses, residuals, count, seen > window ? seen % window : 0);
      if (!hasLine) return Number.NaN;
      sortPlaces(order, residuals, count);
      return 1.4826 * medianDeviation(order, residuals, count);
    },
  };
}

/**
 * Writes the residuals of `count` losses from their least-squares line over the steps; the oldest is at place `oldest`
 * of the ring. False where there is no line, as one of them is not finite.
 */
function subtractLine(losses: Float64Array, residuals: Float64Array, count: number, oldest: number): boolean {
  const centre = (count - 1) / 2;
  let mean = 0;
  for (let place = 0; place < count; place += 1) mean += losses[place]!;
  mean /= count;
  if (!Number.isFinite(mean)) return false;
  let covariance = 0;
  for (let age = 0, place = oldest; age < count; age += 1, place += 1) {
    if (place === count) place = 0;
    covariance += (age - centre) * (losses[place]! - mean);
  }
  const slope = covariance / ((count * (count * count - 1)) / 12);
  for (let age = 0, place = oldest; age < count; age += 1, place += 1) {
    if (place === count) place = 0;
    residuals[place] = losses[place]! - mean - slope * (age - centre);
  }
  return true;
}

/** By insertion, which takes little more than one look at each where few places have moved. */
function sortPlaces(order: Int32Array, values: Float64Array, count: number): void {
  for (let rank = 1; rank < count; rank += 1) {
    const place = order[rank]!;
    const value = values[place]!;
    let free = rank;
    for (; free > 0 && values[order[free - 1]!]! > value; free -= 1) order[free] = order[free - 1]!;
    order[free] = place;
  }
}

/** Median distance of values from their own median: the nearest lie around it, so half of them are walked. */
function medianDeviation(order: Int32Array, values: Float64Array, count: number): number {
  const middle = count >> 1;
  const isOdd = count % 2 === 1;
  const upper = values[order[middle]!]!;
  const centre = isOdd ? upper : (values[order[middle - 1]!]! + upper) / 2;
  let above = middle;
  let below = middle - 1;
  let previous = 0;
  let deviation = 0;
  for (let rank = 0; rank <= middle; rank += 1) {
    previous = deviation;
    const up = above < count ? values[order[above]!]! - centre : Number.POSITIVE_INFINITY;
    const down = below >= 0 ? centre - values[order[below]!]! : Number.POSITIVE_INFINITY;
    deviation = Math.min(up, down);
    if (up <= down) above += 1;
    else below -= 1;
  }
  return isOdd ? deviation : (previous + deviation) / 2;
}
