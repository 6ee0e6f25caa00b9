import { choice, codecOf, integer, list } from "../../url/parameters";

/** `?series=accuracy,loss/rnn&curves=means&from=100&to=300&seed=2&step=400` */
export const experimentSearch = codecOf({
  /** Charts shown; none: the workload's first choice. */
  series: list(),
  curves: choice(["both", "means", "seeds"], "both"),
  /** Steps zoomed to. */
  from: integer(),
  to: integer(),
  /** Whose samples are shown, and at which step; null follows the latest. */
  seed: integer(),
  step: integer(),
});
