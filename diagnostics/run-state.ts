import type { DetectedEpisode } from "../db/contract/episode";
import { createExplodingDetector } from "./detectors/exploding-gradient";
import { createNonFiniteDetector } from "./detectors/non-finite";
import type { RunSignals } from "./detectors/reading";
import type { DetectorId, Thresholds } from "./detectors/registry";
import { createVanishingDetector } from "./detectors/vanishing-gradient";
import { LossTrack } from "./loss-track";
import { hasGlobalNormAmong, type SeriesRole, seriesRole } from "./series-role";

/** Names under which one network of an adversarial pair is logged. */
const adversarialNetworks = new Set(["generator", "discriminator", "critic"]);

export interface MonitorOptions {
  /** Thresholds that differ from the defaults. */
  thresholds?: Thresholds;
  /** The detectors to run; all where absent. */
  only?: readonly DetectorId[];
}

const noSignals: RunSignals = {
  sampleQuality: undefined,
  inputGradient: undefined,
  discriminatorAccuracy: undefined,
};

interface NetworkState {
  name: string;
  loss: LossTrack;
  /** Latest norm of each layer; layers are logged more rarely than the network. */
  layers: Map<string, number>;
  layersStep: number;
  clipCoefficient: { step: number; value: number } | undefined;
  hasOwnNorm: boolean;
  exploding: ReturnType<typeof createExplodingDetector>;
  vanishing: ReturnType<typeof createVanishingDetector>;
}

/** Sorts the values of a step by network and asks each detector; what `createRunMonitor` drives. */
export function createRunState({ thresholds = {}, only }: MonitorOptions) {
  const networks = new Map<string, NetworkState>();
  const signals: RunSignals = { ...noSignals };
  const nonFinite = createNonFiniteDetector(thresholds["non-finite"]);
  const roles = new Map<string, SeriesRole>();
  let hasGlobalNorm = false;
  const runs = (id: DetectorId): boolean => !only || only.includes(id);

  function roleOf(series: string): SeriesRole {
    let role = roles.get(series);
    if (!role) {
      role = seriesRole(series, hasGlobalNorm);
      roles.set(series, role);
    }
    return role;
  }

  function network(name: string): NetworkState {
    let state = networks.get(name);
    if (!state) {
      state = {
        name,
        loss: new LossTrack(),
        layers: new Map(),
        layersStep: -1,
        clipCoefficient: undefined,
        hasOwnNorm: false,
        exploding: createExplodingDetector(thresholds["exploding-gradient"]),
        vanishing: createVanishingDetector(thresholds["vanishing-gradient"]),
      };
      networks.set(name, state);
    }
    return state;
  }

  /** The loss that speaks for a network: its own, else the run's. */
  function lossOf(state: NetworkState): LossTrack {
    if (state.loss.latestStep >= 0) return state.loss;
    return networks.get("")?.loss ?? state.loss;
  }

  function judge(step: number, values: ReadonlyMap<string, number>): DetectedEpisode[] {
    if (!hasGlobalNorm && hasGlobalNormAmong(values)) {
      hasGlobalNorm = true;
      roles.clear();
    }
    const norms: { state: NetworkState; series: string; norm: number }[] = [];
    const layered = new Set<NetworkState>();
    const watched: { series: string; value: number; isLoss: boolean }[] = [];

    for (const [series, value] of values) {
      const role = roleOf(series);
      switch (role.role) {
        case "norm":
          network(role.network).hasOwnNorm = true;
          norms.push({ state: network(role.network), series, norm: value });
          watched.push({ series, value, isLoss: false });
          break;
        case "layer-norm": {
          const state = network(role.network);
          state.layers.set(role.layer, value);
          state.layersStep = step;
          layered.add(state);
          if (!state.hasOwnNorm) watched.push({ series, value, isLoss: false });
          break;
        }
        case "loss":
          network(role.network).loss.push(step, value);
          watched.push({ series, value, isLoss: true });
          break;
        case "clip-coefficient":
          network(role.network).clipCoefficient = { step, value };
          break;
        case "sample-quality":
          signals.sampleQuality = value;
          break;
        case "input-gradient":
          signals.inputGradient = value;
          break;
        case "discriminator-accuracy":
          signals.discriminatorAccuracy = value;
          break;
        case "none":
          break;
      }
    }
    for (const state of layered) if (!state.hasOwnNorm) norms.push(normFromLayers(state));

    const changed = runs("non-finite") ? nonFinite.observe(step, watched) : [];
    for (const { state, series, norm } of norms) {
      const reading = {
        series,
        step,
        norm,
        loss: lossOf(state),
        adversarial: adversarialNetworks.has(state.name),
        network: state.name,
        clipCoefficient: clipCoefficientAt(state, step, norm, values),
        layers: layered.has(state) ? state.layers : undefined,
        signals,
      };
      if (runs("exploding-gradient")) changed.push(...state.exploding.observe(reading));
      if (runs("vanishing-gradient")) changed.push(...state.vanishing.observe(reading));
    }
    return changed.map(copyEpisode);
  }

  function detectors() {
    return [nonFinite, ...[...networks.values()].flatMap((state) => [state.exploding, state.vanishing])];
  }

  /** All that the judgement of later steps depends on, as plain values. Closed episodes are not among it. */
  function save() {
    return {
      hasGlobalNorm,
      signals: { ...signals },
      nonFinite: nonFinite.save(),
      networks: [...networks.values()].map((state) => ({
        name: state.name,
        loss: state.loss.save(),
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
    hasGlobalNorm = saved.hasGlobalNorm;
    Object.assign(signals, noSignals, saved.signals);
    nonFinite.restore(saved.nonFinite);
    roles.clear();
    networks.clear();
    for (const { name, loss, layers, exploding, vanishing, clipCoefficient, ...rest } of saved.networks) {
      const state = network(name);
      Object.assign(state, rest);
      state.clipCoefficient = clipCoefficient ? { ...clipCoefficient } : undefined;
      for (const { layer, norm } of layers) state.layers.set(layer, norm);
      state.loss.restore(loss);
      state.exploding.restore(exploding);
      state.vanishing.restore(vanishing);
    }
  }

  return {
    judge,
    save,
    restore,
    /** The gradient norm above which a network's next step would be a clear explosion; infinite where none can be told. */
    explosionLimit(name: string): number {
      const state = networks.get(name);
      if (!state) return Number.POSITIVE_INFINITY;
      return state.exploding.limit({ adversarial: adversarialNetworks.has(name), loss: lossOf(state) });
    },
    end: (): DetectedEpisode[] => detectors().flatMap((detector) => detector.end().map(copyEpisode)),
    episodes: (): DetectedEpisode[] =>
      detectors()
        .flatMap((detector) => detector.episodes().map(copyEpisode))
        .sort((a, b) => a.startStep - b.startStep || a.series.localeCompare(b.series)),
  };
}

/** A network whose own norm is not logged: the root of the sum of its layers' squares is that norm. */
function normFromLayers(state: NetworkState): { state: NetworkState; series: string; norm: number } {
  let largest = "";
  for (const [layer, value] of state.layers)
    if (largest === "" || !(value <= (state.layers.get(largest) as number))) largest = layer;
  const norm = Math.hypot(...state.layers.values());
  const prefix = state.name === "" ? "gradient_norm" : `gradient_norm/${state.name}`;
  return { state, series: `${prefix}/${largest}`, norm };
}

function clipCoefficientAt(
  state: NetworkState,
  step: number,
  norm: number,
  values: ReadonlyMap<string, number>,
): number | undefined {
  if (state.clipCoefficient?.step === step) return state.clipCoefficient.value;
  const clipped = values.get(
    state.name === "" ? "gradient_norm_clipped" : `gradient_norm_clipped/${state.name}`,
  );
  return clipped === undefined || !(norm > 0) ? undefined : clipped / norm;
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
