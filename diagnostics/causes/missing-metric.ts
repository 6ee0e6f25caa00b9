/** Missing metric: some programs log a gradient norm of zero where they have none. */
import { type CauseDescription, clue } from "./cause";

export const missingMetric: CauseDescription = {
  id: "metric_not_recorded",
  title: "Metric not recorded",
  explains: ["dead_run", "vanishing_gradient"],
  weigh: ({ episode: { kind, severity, evidence } }) => [
    ...clue(kind === "dead_run" && severity === "benign", 4, "the loss falls beside a gradient of zero"),
    ...clue(
      kind === "vanishing_gradient" && evidence.test === "zero",
      0.5,
      "an exact zero may be a value that is not recorded",
    ),
  ],
  propose: () => ({ words: "Log the norm before the gradient is cleared or partitioned" }),
};
