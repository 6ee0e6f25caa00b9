/** Weight decay too strong: it shrinks the weights faster than the gradient can hold them, and all signals with them. */
import { formatFigure } from "../format-figure";
import { type CauseDescription, clue } from "./cause";
import { levelBefore, levelFrom } from "./run-log";

export const weightDecayTooStrong: CauseDescription = {
  id: "weight_decay_too_strong",
  title: "Weight decay too strong",
  explains: ["vanishing_gradient", "discriminator_collapse", "plateau", "dead_units"],
  weigh({ config, log, onset, episode, updateRatioAfter, fromStart, beside, root, episode: { evidence } }) {
    const weights = log.find("weight-norm");
    const shrunk = levelFrom(weights, episode.endStep) / levelBefore(weights, onset);
    const isLarge = config.weightDecay >= 0.05;
    const followsExplosion = root.kind === "exploding_gradient";
    return [
      ...clue(isLarge, 4, `a weight decay of ${formatFigure(config.weightDecay)} is set`),
      ...clue(shrunk < 0.2, 4, `the weights shrank to ${formatFigure(shrunk)} of what they were`),
      ...clue(
        updateRatioAfter > 2 && !followsExplosion && !config.adversarial,
        2.5,
        `updates became ${formatFigure(updateRatioAfter)} times larger beside the weights: the weights shrink`,
      ),
      ...clue(
        !fromStart && !followsExplosion && evidence.test !== "zero" && !config.adversarial,
        1,
        episode.kind === "vanishing_gradient"
          ? "the gradient faded long after the start, with no explosion before"
          : "it began long after the start",
      ),
      ...clue(fromStart, -1.5, "it was there from the first steps on"),
      ...clue(followsExplosion, -2, "an explosion came before"),
      ...clue(evidence.test === "zero" && !isLarge, -2, "the gradient is exactly zero"),
      ...clue(beside.has("discriminator_overpowering"), -1, "the discriminator is right nearly always"),
    ];
  },
  propose: () => ({
    words: "Divide the weight decay by 100, or leave it out",
    scale: { "weight decay": 0.01 },
  }),
};
