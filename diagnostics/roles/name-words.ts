/** Words that say nothing about what a figure is. */
export const fillers = new Set([
  "train",
  "training",
  "trainer",
  "step",
  "batch",
  "iter",
  "total",
  "global",
  "all",
  "avg",
  "mean",
  "metrics",
  "lm",
  "model",
  "optim",
  "optimizer",
  "misc",
  "ms",
]);
/** Words for data that is not trained on. */
export const validationWords = new Set([
  "val",
  "valid",
  "validation",
  "eval",
  "evaluation",
  "test",
  "dev",
  "holdout",
]);
