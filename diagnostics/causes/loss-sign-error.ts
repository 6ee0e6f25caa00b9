/** Loss with the wrong sign: training climbs; the loss rises steadily, with no explosion and at an unchanged rate. */
import { type CauseDescription, clue } from "./cause";

export const lossSignError: CauseDescription = {
  id: "loss_sign_error",
  title: "Loss with the wrong sign",
  explains: ["loss_divergence"],
  weigh({ episode, root, rateJump, normAtOnset, lossAtOnset, fromStart, config, growsExponentially }) {
    if (config.adversarial) return undefined;
    const rises = episode.peakStep - episode.startStep > 0.5 * (episode.endStep - episode.startStep);
    return [
      ...clue(root === episode, 1.5, "no explosion came before"),
      ...clue(rises, 2, "the loss rises to its very end"),
      ...clue(normAtOnset < 4, 1.5, "the gradient is of its usual size"),
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
