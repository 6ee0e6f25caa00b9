/** Labels misaligned with inputs: a shuffled loader or an index off by one; the best that is left is to guess. */
import { type CauseDescription, clue } from "./cause";

export const misalignedLabels: CauseDescription = {
  id: "labels_misaligned_with_inputs",
  title: "Labels misaligned with inputs",
  explains: ["plateau", "loss_divergence"],
  weigh({ episode: { evidence, kind }, root, episode, rateJump, lossAtOnset, config, log, fromStart }) {
    if (config.adversarial) return undefined;
    return [
      ...clue(
        evidence.test === "lost",
        2,
        "all that had been learned was lost at once, and nothing is learned since",
      ),
      ...clue(root === episode && kind === "plateau" && log.hasGradient, 1.5, "no explosion came before"),
      ...clue(root !== episode, -2, "an explosion came before"),
      ...clue(rateJump > 3, -3, "the learning rate rose where it began"),
      ...clue(
        lossAtOnset > 1.5,
        0.5,
        "the loss was out before the update of that step: the data changed, not the weights",
      ),
      ...clue(fromStart, -0.5, "it was there from the first steps on"),
      ...clue(kind === "loss_divergence", -1, "guessing is no worse than an untrained net"),
    ];
  },
  propose: () => ({
    words: "Check the pairing of inputs and labels from this step on: loader, shuffling, preprocessing",
  }),
};
