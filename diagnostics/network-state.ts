import type { createExplodingDetector } from "./detectors/exploding-gradient";
import type { NetworkFacts } from "./detectors/point-detector";
import type { createVanishingDetector } from "./detectors/vanishing-gradient";
import { LossTrack } from "./loss-track";
import { isAdversarial } from "./roles/network-name";

/** What is remembered of one network of a run, and its own gradient detectors. */
export interface NetworkState {
  name: string;
  ownLoss: LossTrack;
  /** Latest norm of each layer; layers are logged more rarely than the network. */
  layers: Map<string, number>;
  layersStep: number;
  /** Names under which layers are logged. */
  layerSeries: Map<string, string>;
  /** The series of a layer; as our own trainer calls it where it has not been logged since a saved state. */
  seriesOf(layer: string): string;
  clipCoefficient: { step: number; value: number } | undefined;
  /** Norm after clipping, where that is logged instead. */
  clippedNorm: { step: number; value: number } | undefined;
  hasOwnNorm: boolean;
  exploding: ReturnType<typeof createExplodingDetector>;
  vanishing: ReturnType<typeof createVanishingDetector>;
  /** What other detectors read; `facts.loss` is the loss that speaks for it. */
  facts: NetworkFacts;
}

export function createNetworkState(
  name: string,
  detectors: Pick<NetworkState, "exploding" | "vanishing">,
): NetworkState {
  const ownLoss = new LossTrack();
  const layerSeries = new Map<string, string>();
  const prefix = name === "" ? "gradient_norm" : `gradient_norm/${name}`;
  return {
    name,
    ownLoss,
    layers: new Map(),
    layersStep: -1,
    layerSeries,
    seriesOf: (layer) => layerSeries.get(layer) ?? `${prefix}/${layer}`,
    clipCoefficient: undefined,
    clippedNorm: undefined,
    hasOwnNorm: false,
    ...detectors,
    facts: {
      name,
      adversarial: isAdversarial(name),
      loss: ownLoss,
      gradientNorm: Number.NaN,
      updateRatio: Number.NaN,
      learningRate: Number.NaN,
      accuracy: { latest: Number.NaN, first: Number.NaN, best: Number.NEGATIVE_INFINITY },
      isSpiking: false,
      hasReward: false,
    },
  };
}

/** A network whose own norm is not logged: the root of the sum of its layers' squares is that norm. */
export function normFromLayers(state: NetworkState): { series: string; norm: number } {
  let largest = "";
  let most = Number.NaN;
  for (const [layer, value] of state.layers) if (!(value <= most)) [largest, most] = [layer, value];
  return { series: state.seriesOf(largest), norm: Math.hypot(...state.layers.values()) };
}

/** Notes the latest accuracy and the best one so far. */
export function noteAccuracy(facts: NetworkFacts, value: number): void {
  const { accuracy } = facts;
  if (Number.isNaN(accuracy.first)) accuracy.first = value;
  accuracy.latest = value;
  if (value > accuracy.best) accuracy.best = value;
}
