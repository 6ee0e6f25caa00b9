import type { WatchedValue } from "./detectors/non-finite";
import type { PointReading } from "./detectors/point-detector";
import type { RunSignals } from "./detectors/reading";
import { type NetworkState, noteAccuracy } from "./network-state";
import type { PairTrack } from "./pair-track";

/** A series, and the network that its points are about. */
export interface TakenSeries {
  series: string;
  state: NetworkState;
  /** Reused for every point. */
  reading: PointReading;
}

/** What a run as a whole is remembered by. */
export interface RunMemory {
  signals: RunSignals;
  pair: PairTrack;
}

export const noSignals: RunSignals = {
  sampleQuality: undefined,
  inputGradient: undefined,
  discriminatorAccuracy: undefined,
};

/** What the points of one step bring to the gradient detectors. */
export interface StepBrings {
  norms: { state: NetworkState; series: string; norm: number }[];
  layered: Set<NetworkState>;
  /** Losses and norms among the points, and those of them that are not finite. */
  watched: number;
  broken: WatchedValue[];
}

/** What a point says is taken in before any detector is asked, so that the order within a step does not matter. */
export function takeIn(
  { series, state, reading: { role, value, step } }: TakenSeries,
  { signals, pair }: RunMemory,
  brought: StepBrings,
): void {
  const { facts } = state;
  switch (role.role) {
    case "gradient-norm":
      state.hasOwnNorm = true;
      facts.gradientNorm = value;
      brought.norms.push({ state, series, norm: value });
      watch(brought, series, value, false);
      if (state.name === "generator" && Number.isFinite(value)) pair.generatorNorm.push(value);
      break;
    case "layer-gradient-norm":
      state.layers.set(role.part, value);
      state.layerSeries.set(role.part, series);
      state.layersStep = step;
      brought.layered.add(state);
      if (!state.hasOwnNorm) watch(brought, series, value, false);
      break;
    case "loss":
      state.ownLoss.push(step, value);
      watch(brought, series, value, true);
      break;
    case "clip-coefficient":
      if (role.part === "") state.clipCoefficient = { step, value };
      break;
    case "clipped-gradient-norm":
      if (role.part === "") state.clippedNorm = { step, value };
      break;
    case "update-ratio":
      if (role.part === "") facts.updateRatio = value;
      break;
    case "learning-rate":
      facts.learningRate = value;
      break;
    case "accuracy":
    case "validation-accuracy":
      noteAccuracy(facts, value);
      break;
    case "reward":
      facts.hasReward = true;
      break;
    case "sample-quality":
      signals.sampleQuality = value;
      if (Number.isFinite(value)) pair.noteQuality(value);
      break;
    case "mode-coverage":
      if (Number.isFinite(value)) pair.noteCoverage(value);
      break;
    case "input-gradient-norm":
      signals.inputGradient = value;
      break;
    case "discriminator-accuracy":
      if (role.part === "") signals.discriminatorAccuracy = value;
      notePairAccuracy(pair, role.part, value);
      break;
    case "discriminator-sign":
      // E sign D = P(D > 0) - P(D < 0): right on (1 + sign) / 2 of the reals, on (1 - sign) / 2 of the fakes.
      notePairAccuracy(pair, role.part || "real", role.part === "fake" ? (1 - value) / 2 : (1 + value) / 2);
      break;
  }
}

function notePairAccuracy(pair: PairTrack, part: string, value: number): void {
  if (!Number.isFinite(value)) return;
  if (part === "real") pair.real.push(value);
  else if (part === "fake") pair.fake.push(value);
  else if (part === "") pair.both.push(value);
}

function watch(brought: StepBrings, series: string, value: number, isLoss: boolean): void {
  brought.watched++;
  if (!Number.isFinite(value)) brought.broken.push({ series, value, isLoss });
}
