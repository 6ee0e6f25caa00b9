/** Corrupted batch: inputs or targets far out of range in a few batches; one such update can destroy a network. */
import { formatFigure } from "../format-figure";
import { type CauseDescription, clue } from "./cause";
import { clippingAt } from "./proposals";

export const corruptedBatch: CauseDescription = {
  id: "corrupted_batch",
  title: "Corrupted batch",
  explains: [
    "exploding_gradient",
    "loss_divergence",
    "non_finite",
    "vanishing_gradient",
    "dead_units",
    "loss_spike",
    "plateau",
  ],
  weigh({ lossAtOnset, normAtOnset, rateJump, fromStart, config, pointsToPeak, root }) {
    if (fromStart) return undefined;
    return [
      ...clue(
        lossAtOnset > 3,
        3,
        `the loss of that very batch was ${formatFigure(lossAtOnset)} times the usual, before its update could do harm`,
      ),
      ...clue(
        lossAtOnset > 30,
        1,
        "no weights that were good a step before make so large a loss on data like the rest",
      ),
      ...clue(
        normAtOnset > 20,
        1.5,
        `the gradient of that step was ${formatFigure(normAtOnset)} times the usual`,
      ),
      ...clue(
        pointsToPeak <= 2 && root.kind === "exploding_gradient",
        0.5,
        "it came from one step to the next",
      ),
      ...clue(rateJump > 3, -4, "the learning rate rose at that step"),
      ...clue(lossAtOnset < 2, -1, "the loss of the first step was as usual"),
      ...clue(config.recurrent, -2.5, "a recurrent net needs no bad batch to explode"),
    ];
  },
  propose: (context) => ({
    words:
      "Look at the batches of these steps; clip the gradient so that one of them cannot destroy the weights",
    add: clippingAt(context),
  }),
};
