import type { EpisodeKind } from "../../db/contract/episode";

export const episodeTitles: Record<EpisodeKind, string> = {
  exploding_gradient: "Exploding gradient",
  vanishing_gradient: "Vanishing gradient",
  non_finite: "Non-finite values",
};
