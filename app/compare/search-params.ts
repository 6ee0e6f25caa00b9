import { axisParameter } from "../charts/axis-parameter";
import { smoothing } from "../charts/smoothing-parameter";
import { choice, codecOf, flag, integer, list, number, type StateOf } from "../url/parameters";

const parameters = {
  runs: list(),
  /** "auto": means with their seeds where an arm has several, else the runs themselves. */
  curves: choice(["auto", "both", "means", "seeds"], "auto"),
  /** What the curves lie over. */
  over: axisParameter,
  smoothing,
  scale: choice(["auto", "log", "linear"], "auto"),
  /** Range of that axis zoomed to. */
  from: number(),
  to: number(),
  /** All settings, not only those that differ. */
  keys: flag(),
  /** Step of the samples; null follows the latest. */
  step: integer(),
};
export type CompareState = StateOf<typeof parameters>;

/** `?runs=a,b,c&curves=means&over=elapsed&smoothing=20` */
export const compareSearch = codecOf(parameters);
