import type { DetectedEpisode } from "../db/contract/episode";
import { createNonFiniteDetector } from "./detectors/non-finite";
import type { DetectorId } from "./detectors/registry";
import { type NetworkState, normFromLayers } from "./network-state";
import { limitsOf } from "./series-limits";
import { type MonitorOptions, type RegisteredSeries, SeriesRegister } from "./series-register";
import { noSignals, type RunMemory, type StepBrings, takeIn } from "./take-in";

/**
 * Sorts the values of a step by role and asks each detector that reads them; what `createRunMonitor` drives. `save` keeps
 * the gradient detectors only: they are what a guardrail runs, and no other part of a run goes on from a saved state.
 */
export function createRunState(options: MonitorOptions) {
  const { thresholds = {}, only } = options;
  const register = new SeriesRegister(options);
  const { networks } = register;
  const memory: RunMemory = { signals: { ...noSignals }, pair: register.pair };
  const { signals } = memory;
  const nonFinite = createNonFiniteDetector(thresholds["non-finite"]);
  const runs = (id: DetectorId): boolean => !only || only.includes(id);
  const runsGradients = {
    nonFinite: runs("non-finite"),
    exploding: runs("exploding-gradient"),
    vanishing: runs("vanishing-gradient"),
  };
  const brought: StepBrings = { norms: [], layered: new Set(), watched: 0, broken: [] };

  /** The loss that speaks for a network: its own, else the run's. */
  function lossOf(state: NetworkState) {
    if (state.ownLoss.latestStep >= 0) return state.ownLoss;
    return networks.get("")?.ownLoss ?? state.ownLoss;
  }

  function judge(step: number, values: ReadonlyMap<string, number>): DetectedEpisode[] {
    // A series that turns out to be the norm of the whole gradient changes what the others are: all are asked for first.
    const present = [...values.keys()].map((series) => register.get(series));
    for (const one of present) one.reading.value = values.get(one.series) as number;
    return judgeSeries(step, present);
  }

  /** The same for series whose reading holds the value of the step. */
  function judgeSeries(step: number, present: readonly RegisteredSeries[]): DetectedEpisode[] {
    brought.norms.length = brought.broken.length = brought.watched = 0;
    brought.layered.clear();
    for (const one of present) {
      one.reading.step = step;
      takeIn(one, memory, brought);
    }
    const changed: DetectedEpisode[] = [];
    if (runsGradients.nonFinite) changed.push(...nonFinite.observe(step, brought));
    judgeGradients(step, changed);
    for (const { reading, detectors, state } of present) {
      if (detectors.length === 0) continue;
      state.facts.loss = lossOf(state);
      for (const detector of detectors) {
        const found = detector.observe(reading);
        if (found.length > 0) changed.push(...found);
      }
    }
    return changed.map(copyEpisode);
  }

  function judgeGradients(step: number, changed: DetectedEpisode[]): void {
    const { norms, layered } = brought;
    for (const state of layered) if (!state.hasOwnNorm) norms.push({ state, ...normFromLayers(state) });
    for (const { state, series, norm } of norms) {
      const reading = {
        series,
        step,
        norm,
        loss: lossOf(state),
        adversarial: state.facts.adversarial,
        hasReward: state.facts.hasReward,
        network: state.name,
        clipCoefficient: clipCoefficientAt(state, step, norm),
        layers: layered.has(state) ? state.layers : undefined,
        seriesOf: state.seriesOf,
        signals,
      };
      if (runsGradients.exploding) changed.push(...state.exploding.observe(reading));
      state.facts.isSpiking = state.exploding.isSpiking();
      if (runsGradients.vanishing) changed.push(...state.vanishing.observe(reading));
    }
  }

  /** All detectors that have seen a point. */
  function detectors() {
    return [
      nonFinite,
      ...[...networks.values()].flatMap((state) => [state.exploding, state.vanishing]),
      ...register.detectors,
    ];
  }

  /** All that the judgement of later steps depends on, as plain values. Closed episodes are not among it. */
  function save() {
    return {
      hasGlobalNorm: register.hasGlobalNorm,
      signals: { ...signals },
      nonFinite: nonFinite.save(),
      networks: [...networks.values()].map((state) => ({
        name: state.name,
        loss: state.ownLoss.save(),
        layers: [...state.layers].map(([layer, norm]) => ({ layer, norm })),
        layersStep: state.layersStep,
        clipCoefficient: state.clipCoefficient ? { ...state.clipCoefficient } : null,
        hasOwnNorm: state.hasOwnNorm,
        exploding: state.exploding.save(),
        vanishing: state.vanishing.save(),
      })),
    };
  }

  function restore(saved: ReturnType<typeof save>): void {
    register.clear();
    register.hasGlobalNorm = saved.hasGlobalNorm;
    Object.assign(signals, noSignals, saved.signals);
    nonFinite.restore(saved.nonFinite);
    for (const one of saved.networks) {
      const state = register.network(one.name);
      state.layersStep = one.layersStep;
      state.hasOwnNorm = one.hasOwnNorm;
      state.clipCoefficient = one.clipCoefficient ? { ...one.clipCoefficient } : undefined;
      for (const { layer, norm } of one.layers) state.layers.set(layer, norm);
      state.ownLoss.restore(one.loss);
      state.exploding.restore(one.exploding);
      state.vanishing.restore(one.vanishing);
    }
  }

  return {
    judge,
    judgeSeries,
    register,
    save,
    restore,
    /** The gradient norm above which a network's next step would be a clear explosion; infinite where none can be told. */
    explosionLimit(name: string): number {
      const state = networks.get(name);
      if (!state) return Number.POSITIVE_INFINITY;
      return state.exploding.limit({ adversarial: state.facts.adversarial, loss: lossOf(state) });
    },
    end: (): DetectedEpisode[] => detectors().flatMap((detector) => detector.end().map(copyEpisode)),
    episodes: (): DetectedEpisode[] =>
      detectors()
        .flatMap((detector) => detector.episodes().map(copyEpisode))
        .sort((a, b) => a.startStep - b.startStep || a.series.localeCompare(b.series)),
    limits: () => limitsOf(register, { runs, lossOf }),
    /** What each series seen so far is taken for. */
    roles: () => [...register.series].map(({ series, reading: { role } }) => ({ series, ...role })),
  };
}

function clipCoefficientAt(
  { clipCoefficient, clippedNorm }: NetworkState,
  step: number,
  norm: number,
): number | undefined {
  if (clipCoefficient?.step === step) return clipCoefficient.value;
  return clippedNorm?.step === step && norm > 0 ? clippedNorm.value / norm : undefined;
}

/** Callers keep what they are given; the detectors go on changing their own. */
function copyEpisode(episode: DetectedEpisode): DetectedEpisode {
  return {
    ...episode,
    evidence: {
      ...episode.evidence,
      values: { ...episode.evidence.values },
      window: { ...episode.evidence.window },
    },
  };
}
