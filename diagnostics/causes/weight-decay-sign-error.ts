/** Growing weights: decay with the wrong sign, or none at all where the loss rewards large weights. */
import { formatFigure } from "../format-figure";
import { type CauseDescription, clue } from "./cause";
import { levelBefore, levelFrom } from "./run-log";

export const weightDecaySignError: CauseDescription = {
  id: "weight_decay_sign_error",
  title: "Weights grow: weight decay with the wrong sign",
  explains: ["exploding_gradient", "non_finite", "loss_divergence"],
  weigh({
    log,
    episode,
    onset,
    fromStart,
    rateJump,
    lossAtOnset,
    pointsToPeak,
    config,
    root,
    growsExponentially,
  }) {
    if (config.adversarial) return undefined;
    const weights = log.find("weight-norm");
    const growth = levelFrom(weights, episode.endStep) / levelBefore(weights, onset);
    const isSlow = pointsToPeak > 20 || root.evidence.test === "drift";
    return [
      ...clue(growth > 2, 4, `the weights grew ${formatFigure(growth)} times meanwhile`),
      ...clue(
        isSlow && !fromStart,
        3.5,
        `the ${root.kind === "loss_divergence" ? "loss" : "gradient"} grew slowly, over many steps, long after the start`,
      ),
      ...clue(!isSlow, -2, "it came within a few steps"),
      ...clue(fromStart, -2, "it was there from the first steps on"),
      ...clue(growsExponentially && fromStart, -2, "the loss grew by the same factor from the start"),
      ...clue(rateJump > 3, -3, "the learning rate rose where it began"),
      ...clue(lossAtOnset > 30, -2, "the loss was far out at once"),
      ...clue(config.recurrent, -2, "recurrent nets explode without it"),
    ];
  },
  propose: () => ({
    words: "Check the sign of the weight decay, and log the norm of the weights",
    add: "weight-decay",
  }),
};
