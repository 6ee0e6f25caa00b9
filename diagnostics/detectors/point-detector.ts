import type { DetectedEpisode } from "../../db/contract/episode";
import type { LossTrack } from "../loss-track";
import type { PairTrack } from "../pair-track";
import type { SeriesRole } from "../roles/role";

/** What is known of one network when a point is judged; figures are its latest ones, NaN where none was logged. */
export interface NetworkFacts {
  name: string;
  adversarial: boolean;
  /** Its own loss, else the run's. */
  loss: LossTrack;
  gradientNorm: number;
  updateRatio: number;
  learningRate: number;
  accuracy: AccuracyFacts;
  /** An exploding gradient is open that came from one point to the next. */
  isSpiking: boolean;
  /** Rewards are logged: the loss is a moving target, and a rise of it no fault. */
  hasReward: boolean;
}

/** The latest accuracy and the best that was held. */
export interface AccuracyFacts {
  latest: number;
  first: number;
  best: number;
}

/** One point of a series with a role, after all points of its step were taken in. */
export interface PointReading {
  series: string;
  role: SeriesRole;
  step: number;
  value: number;
  network: NetworkFacts;
  pair: PairTrack;
}

/** Values beyond which the next point of a series would count; a side that has no bound is left out. */
export interface Limit {
  low?: number | undefined;
  high?: number | undefined;
}

/** A detector of one series, network or pair: pure, in memory that does not grow with the run. */
export interface PointDetector {
  /** Episodes that opened or changed; they go on changing, so callers copy them. */
  observe(reading: PointReading): readonly DetectedEpisode[];
  end(): readonly DetectedEpisode[];
  episodes(): readonly DetectedEpisode[];
  /** For drawing, by what is known so far. Absent where no single value decides. */
  limit?(reading: Pick<PointReading, "role" | "network" | "pair">): Limit | undefined;
}
