import type { LossTrack } from "../loss-track";

/** Signals of the run as a whole that the detectors of every network may ask. */
export interface RunSignals {
  /** Latest share of samples that look real, where samples are scored. */
  sampleQuality: number | undefined;
  /** Latest mean norm of the critic's gradient by its input. */
  inputGradient: number | undefined;
  discriminatorAccuracy: number | undefined;
}

/** One step of one network, as the gradient detectors read it. */
export interface GradientReading {
  series: string;
  step: number;
  /** Norm before clipping; may be non-finite. */
  norm: number;
  network: string;
  /** Whether the network is one of a pair that play against each other, so that its loss is no distance. */
  adversarial: boolean;
  /** The run logs rewards: the target of its loss moves, so that no loss is worse than an untrained one. */
  hasReward: boolean;
  loss: LossTrack;
  /** Norm after clipping over norm before; undefined where nothing clips. */
  clipCoefficient: number | undefined;
  /** Norm of every layer, present at the steps where layers are logged. */
  layers: ReadonlyMap<string, number> | undefined;
  /** The series that a layer is logged as. */
  seriesOf(layer: string): string;
  signals: Readonly<RunSignals>;
}
