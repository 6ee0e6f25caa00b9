import type { RouterOutputs } from "../../trpc/client";

export type Detector = RouterOutputs["backtest"]["detectors"][number];
export type Parameter = Detector["parameters"][number];

/** Places of a slider: as fine as a hand can set it. */
export const PLACES = 200;

type Range = Pick<Parameter, "low" | "high" | "isLog" | "isWhole">;

/** Where a value stands on its slider; one beyond its range stands at the end. */
export function placeOf({ low, high, isLog }: Range, value: number): number {
  const share = isLog
    ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
    : (value - low) / (high - low);
  return Math.round(Math.min(1, Math.max(0, share)) * PLACES);
}

/** The value at a place, as round as the slider is fine. */
export function valueAt({ low, high, isLog, isWhole }: Range, place: number): number {
  const share = place / PLACES;
  if (place === 0) return low;
  if (place === PLACES) return high;
  const value = isLog ? low * (high / low) ** share : low + share * (high - low);
  return isWhole ? Math.round(value) : Number(value.toPrecision(value < 1 ? 2 : 3));
}

/** The next place whose value is another one: whole numbers lie several places apart where they are small. */
export function neighbour(range: Range, value: number, by: 1 | -1): number {
  for (let place = placeOf(range, value) + by; place >= 0 && place <= PLACES; place += by) {
    const next = valueAt(range, place);
    if ((next - value) * by > 0) return next;
  }
  return by > 0 ? range.high : range.low;
}
