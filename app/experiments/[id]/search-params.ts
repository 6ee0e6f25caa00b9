import { smoothing } from "../../charts/smoothing-parameter";
import { choice, codecOf, integer, list } from "../../url/parameters";

/** `?series=accuracy,loss/rnn&curves=means&smoothing=20&from=100&to=300&seed=2&step=400` */
export const experimentSearch = codecOf({
  /** Charts shown; none: the workload's first choice. */
  series: list(),
  smoothing,
  /** "auto": each metric on the axis on which it is read. */
  scale: choice(["auto", "log", "linear"], "auto"),
  curves: choice(["both", "means", "seeds"], "both"),
  /** Steps zoomed to. */
  from: integer(),
  to: integer(),
  /** Whose samples are shown, and at which step; null follows the latest. */
  seed: integer(),
  step: integer(),
});
