import type { ganObjectives } from "../../db/contract/run-config";
import { hinge } from "./hinge";
import { leastSquares } from "./least-squares";
import { minimax } from "./minimax";
import { nonSaturating } from "./non-saturating";
import type { Objective } from "./objective";
import { wasserstein } from "./wasserstein";

export type { Objective } from "./objective";

export const objectives: Record<(typeof ganObjectives)[number], Objective> = {
  "non-saturating": nonSaturating,
  minimax,
  "least-squares": leastSquares,
  hinge,
  wasserstein,
};
