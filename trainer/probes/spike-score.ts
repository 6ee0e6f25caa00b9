import type { StateRegistry } from "../state/state-registry";

/**
 * Spike score: share of steps whose loss or gradient norm leapt away from those before it.
 *
 * Formula: among the last 1,000 steps, the share with |x - mean| >= 7 sigma, mean and standard deviation those of the
 * 1,000 steps before each, as far as there are any. From the 100th step on. A value that is not finite is a spike, and
 * does not enter the mean.
 * Source: OLMo 2 (Team OLMo 2025, section 3), which reports the share over the whole run.
 * Misleads: spikes widen sigma, so of a salvo only the first shots count; a heavy-tailed gradient norm scores without
 * anything being wrong; a slow explosion never scores, as sigma grows along.
 * Cost: a pass over the window, for both series 4 us.
 */
const defaults = { window: 1000, atLeast: 100, sigmas: 7 };

export interface SpikeScore {
  /** Takes the step's value; returns the score, undefined while there are too few values. */
  push(value: number): number | undefined;
}

export function createSpikeScore(state: StateRegistry, { window, atLeast, sigmas } = defaults): SpikeScore {
  /** The last values, a spike that is not finite as NaN. */
  const values = new Float64Array(window).fill(Number.NaN);
  /** 1 for a spike, 0 for none, -1 while not judged. */
  const spikes = new Int32Array(window).fill(-1);
  let seen = 0;
  let judged = 0;
  let found = 0;
  state.array("values", values);
  state.array("spikes", spikes);
  state.value(
    "counts",
    () => [seen, judged, found],
    (counts) => {
      [seen, judged, found] = counts as [number, number, number];
    },
  );
  return {
    push(value) {
      const place = seen % window;
      if (spikes[place]! >= 0) {
        judged -= 1;
        found -= spikes[place]!;
      }
      const isJudged = seen >= atLeast;
      spikes[place] = isJudged ? Number(leaps(value, values, Math.min(seen, window), sigmas)) : -1;
      if (isJudged) {
        judged += 1;
        found += spikes[place]!;
      }
      values[place] = Number.isFinite(value) ? value : Number.NaN;
      seen += 1;
      return isJudged ? found / judged : undefined;
    },
  };
}

/**
 * One pass, over differences from a value of the window: that lies at most sqrt(count) sigma from the mean, so little
 * cancels in squares - sum^2 / count. A plain loop: this runs at every step, and iterators take five times as long.
 */
function leaps(value: number, values: Float64Array, filled: number, sigmas: number): boolean {
  if (!Number.isFinite(value)) return true;
  let origin = Number.NaN;
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < filled; index += 1) {
    const entry = values[index]!;
    if (Number.isNaN(entry)) continue;
    if (count === 0) origin = entry;
    const difference = entry - origin;
    count += 1;
    sum += difference;
    squares += difference * difference;
  }
  const sigma = Math.sqrt((squares - (sum * sum) / count) / count);
  return sigma > 0 && Math.abs(value - origin - sum / count) >= sigmas * sigma;
}
