import type { Point } from "../points/point-source";

/** Each point's x where its axis is another series: the last value at its step or before; NaN where there is none, or none finite. */
export function placeByLastValue(
  points: readonly Point[],
  along: readonly Point[],
  before = Number.NaN,
): number[] {
  let next = 0;
  let x = before;
  return points.map(([step]) => {
    for (; next < along.length && (along[next] as Point)[0] <= step; next++) x = (along[next] as Point)[2];
    return Number.isFinite(x) ? x : Number.NaN;
  });
}
