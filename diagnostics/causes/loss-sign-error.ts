/** Loss with the wrong sign: training climbs; the loss rises steadily, with no explosion and at an unchanged rate. */
import { type CauseDescription, clue } from "./cause";

export const lossSignError: CauseDescription = {
  id: "loss_sign_error",
  title: "Loss with the wrong sign",
  explains: ["loss_divergence", "exploding_gradient", "non_finite"],
  weigh({
    episode,
    root,
    lossBeforeOnset,
    rateJump,
    normAtOnset,
    lossAtOnset,
    fromStart,
    config,
    growsExponentially,
    log,
  }) {
    if (config.adversarial) return undefined;
    const rises = episode.peakStep - episode.startStep > 0.5 * (episode.endStep - episode.startStep);
    return [
      ...clue(
        root === episode && episode.kind === "loss_divergence" && log.hasGradient,
        1.5,
        "no explosion came before",
      ),
      ...clue(rises && episode.kind === "loss_divergence", 2, "the loss rises to its very end"),
      ...clue(lossBeforeOnset > 1.5 && !config.recurrent, 2, "the loss had risen before the gradient did"),
      ...clue(episode.kind !== "loss_divergence", -0.5, "a loss that climbs need not explode"),
      ...clue(
        normAtOnset < 4 && episode.kind !== "exploding_gradient",
        1.5,
        "the gradient is of its usual size",
      ),
      ...clue(
        growsExponentially,
        -2,
        "the loss grows by the same factor again and again, as by a learning rate that is too high",
      ),
      ...clue(rateJump > 3, -4, "the learning rate rose where it began"),
      ...clue(lossAtOnset > 10, -1.5, "the loss jumped instead of climbing"),
      ...clue(
        fromStart,
        -1,
        "it was there from the first steps on, as with a learning rate that is too high",
      ),
    ];
  },
  propose: () => ({
    words: "Check the sign of the loss and of rewards, and whether the optimizer is told to maximize",
  }),
};
