import type { Limit } from "./detectors/point-detector";
import type { DetectorId } from "./detectors/registry";
import type { LossTrack } from "./loss-track";
import type { NetworkState } from "./network-state";
import type { RegisteredSeries, SeriesRegister } from "./series-register";

/** Beyond which values the next point of a series would count. */
export interface SeriesLimit extends Limit {
  series: string;
}

/** The limits of all series, by the detectors that run; of several for one series the nearest. */
export function limitsOf(register: SeriesRegister, asks: Asks): SeriesLimit[] {
  return [...register.series].flatMap((one) => {
    const found = one.detectors.map((detector) => detector.limit?.(one.reading));
    if (one.reading.role.role === "gradient-norm") found.push(...normLimits(one, asks));
    const { low, high } = nearest(found);
    return low === undefined && high === undefined ? [] : [{ series: one.series, low, high }];
  });
}

interface Asks {
  runs(id: DetectorId): boolean;
  /** The loss that speaks for a network. */
  lossOf(state: NetworkState): LossTrack;
}

function* normLimits({ state }: RegisteredSeries, { runs, lossOf }: Asks): Generator<Limit> {
  const { adversarial } = state.facts;
  if (runs("exploding-gradient")) yield { high: state.exploding.limit({ adversarial, loss: lossOf(state) }) };
  if (runs("vanishing-gradient")) yield { low: state.vanishing.limit(adversarial) };
}

function nearest(limits: readonly (Limit | undefined)[]): Limit {
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  for (const limit of limits) {
    low = Math.max(low, limit?.low ?? 0);
    high = Math.min(high, limit?.high ?? high);
  }
  return { low: low > 0 ? low : undefined, high: Number.isFinite(high) ? high : undefined };
}
