/** Unconstrained critic: the Wasserstein estimate grows without a bound where nothing holds the critic's slope (Arjovsky 2017). */
import { type CauseDescription, clue } from "./cause";

export const unconstrainedCritic: CauseDescription = {
  id: "unconstrained_wgan_critic",
  title: "Wasserstein critic without a constraint",
  explains: ["exploding_gradient", "loss_divergence", "non_finite", "mode_collapse", "oscillation"],
  weigh({ config, beside, log }) {
    if (!config.adversarial) return undefined;
    const hasNoAccuracy = log.find("discriminator-accuracy", "", "fake") === undefined;
    const isFree = !config.hasPenalty && !(config.weightClip > 0);
    return [
      ...clue(config.wasserstein, 2, "the objective is Wasserstein's"),
      ...clue(!config.wasserstein && hasNoAccuracy, 0.5, "no accuracy is logged, as of a critic"),
      ...clue(config.wasserstein && isFree, 3, "neither a penalty nor weight clipping bounds the critic"),
      ...clue(!isFree, -4, "the critic is bounded"),
      ...clue(
        beside.has("exploding_gradient") || beside.has("loss_divergence"),
        1,
        "its loss or gradient has grown without a bound",
      ),
      ...clue(!config.wasserstein && !hasNoAccuracy, -3, "the discriminator's output is a logit"),
    ];
  },
  propose: () => ({ words: "Penalize the critic's slope between reals and fakes", add: "wgan-gp" }),
};
