/** Weight clipping too small: a deep critic with weights of c passes c sqrt(n / 2) of a signal on in each layer (WGAN-GP, figure 1b). */
import { formatFigure } from "../format-figure";
import { type CauseDescription, clue } from "./cause";

export const weightClippingTooSmall: CauseDescription = {
  id: "weight_clipping_too_small",
  title: "Weight clipping too small",
  explains: ["vanishing_gradient", "generator_starvation", "mode_collapse", "discriminator_collapse"],
  weigh({ config }) {
    if (!(config.weightClip > 0)) return undefined;
    return [
      { weight: 4, text: `weights are clipped to ±${formatFigure(config.weightClip)}` },
      ...clue(config.weightClip <= 0.02, 1, "so small weights make each layer pass a small part on"),
      ...clue(config.wasserstein, 1, "the objective is Wasserstein's"),
    ];
  },
  propose: () => ({
    words: "Replace weight clipping by a gradient penalty",
    add: "wgan-gp",
    without: ["weight-clipping"],
  }),
};
