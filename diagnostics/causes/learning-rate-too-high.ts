/** Learning rate too high: updates overshoot. Gradient descent on a curvature h diverges above 2 / h (LeCun 1998). */
import { formatFigure } from "../format-figure";
import { type CauseDescription, clue } from "./cause";

export const learningRateTooHigh: CauseDescription = {
  id: "learning_rate_too_high",
  title: "Learning rate too high",
  explains: [
    "exploding_gradient",
    "loss_divergence",
    "non_finite",
    "vanishing_gradient",
    "dead_units",
    "plateau",
    "update_ratio",
  ],
  weigh: ({
    growsExponentially,
    rateJump,
    fromStart,
    updateRatioAfter,
    config,
    lossAtOnset,
    root,
    pointsToPeak,
    beforeUpdates,
  }) => {
    // What follows an explosion or a divergence may begin at the first step and be the doing of the second.
    const isUntouched =
      beforeUpdates && root.kind !== "exploding_gradient" && root.kind !== "loss_divergence";
    return [
      ...clue(rateJump > 3, 6, `the learning rate rose ${formatFigure(rateJump)} times where it began`),
      ...clue(rateJump <= 1.5 && !fromStart, -1.5, "the learning rate had not changed"),
      ...clue(isUntouched, -5, "it was so at the first step, before any update"),
      ...clue(
        fromStart && root.kind !== "vanishing_gradient" && !isUntouched,
        3,
        "it was there from the first steps on",
      ),
      ...clue(growsExponentially, 3, "the loss grows by the same factor again and again"),
      ...clue(
        config.recurrent && !(rateJump > 3),
        -2,
        "recurrent nets explode at rates that suit them otherwise",
      ),
      ...clue(config.adversarial && !(rateJump > 3), -2, "in a pair the balance of the two matters more"),
      ...clue(lossAtOnset > 3 && !(rateJump > 3), -1.5, "the loss was out before the update of that step"),
      ...clue(
        updateRatioAfter > 10,
        1,
        `updates became ${formatFigure(updateRatioAfter)} times larger beside the weights`,
      ),
      ...clue(pointsToPeak > 50 && fromStart, 1, "it grew from step to step"),
      { weight: 0.5, text: "the most common cause of all" },
    ];
  },
  propose: ({ rateJump, run }) =>
    // Our trainer's rates rise in a warm-up only, and then to what is too high.
    rateJump > 3 && !run.own
      ? { words: `Keep the learning rate: divide it by ${formatFigure(rateJump)} on these steps` }
      : { words: "Divide the learning rate by 10", scale: { "learning rate": 0.1 } },
};
