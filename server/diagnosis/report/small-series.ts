import { firstAtLeast } from "../../../db/contract/first-at-least";
import type { SmallSeries } from "../../../db/contract/small-chart";
import type { ReplayedSeries } from "../../../diagnostics/backtest/replay";

/** The points of a stretch of steps in at most so many buckets, each with its smallest, largest and mean value. */
export function smallSeries(
  { step, value }: ReplayedSeries,
  [from, to]: readonly [number, number],
  places: number,
): SmallSeries {
  const small: Record<keyof SmallSeries, number[]> = {
    step: [],
    lastStep: [],
    min: [],
    max: [],
    mean: [],
    nonFinite: [],
  };
  const width = Math.max(1, Math.ceil((to - from + 1) / places));
  let bucket = -1;
  let finite = 0;
  for (let index = firstAtLeast(step, from); (step[index] ?? Number.POSITIVE_INFINITY) <= to; index++) {
    const at = step[index] as number;
    const y = value[index] as number;
    const place = Math.floor((at - from) / width);
    if (place !== bucket) {
      bucket = place;
      finite = 0;
      small.step.push(at);
      small.lastStep.push(at);
      for (const side of [small.min, small.max, small.mean]) side.push(Number.NaN);
      small.nonFinite.push(0);
    }
    const last = small.step.length - 1;
    small.lastStep[last] = at;
    if (!Number.isFinite(y)) {
      small.nonFinite[last] = (small.nonFinite[last] as number) + 1;
      continue;
    }
    finite++;
    const before = finite === 1 ? y : (small.mean[last] as number);
    small.mean[last] = before + (y - before) / finite;
    small.min[last] = finite === 1 ? y : Math.min(small.min[last] as number, y);
    small.max[last] = finite === 1 ? y : Math.max(small.max[last] as number, y);
  }
  return small;
}
