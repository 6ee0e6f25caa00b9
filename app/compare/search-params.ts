import { smoothing } from "../charts/smoothing-parameter";
import { choice, codecOf, flag, integer, list, type StateOf } from "../url/parameters";

const parameters = {
  runs: list(),
  /** "auto": means with their seeds where an arm has several, else the runs themselves. */
  curves: choice(["auto", "both", "means", "seeds"], "auto"),
  align: choice(["step", "time"], "step"),
  smoothing,
  scale: choice(["auto", "log", "linear"], "auto"),
  /** Zoom, in steps or seconds as aligned. */
  from: integer(),
  to: integer(),
  /** All settings, not only those that differ. */
  keys: flag(),
  /** Step of the samples; null follows the latest. */
  step: integer(),
};
export type CompareState = StateOf<typeof parameters>;

/** `?runs=a,b,c&curves=means&align=time&smoothing=20` */
export const compareSearch = codecOf(parameters);
