import type { LossBaseline } from "../loss-track";

/** What one of the tests saw when it fired. */
export interface ExplodingFinding {
  test: "jump" | "early" | "outset" | "drift";
  startStep: number;
  peakStep: number;
  peakValue: number;
  /** Log norm of the level that the run left, and its scatter. */
  level: number;
  sigma: number;
  lossBefore: LossBaseline;
  /** Whether the loss has left its level already. */
  lossMoved: boolean;
  /** At the peak. */
  clipCoefficient: number | undefined;
  sentence: string;
  values: Record<string, number>;
}
