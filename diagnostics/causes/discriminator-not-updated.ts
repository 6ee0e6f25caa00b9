/** Discriminator not updated: the generator runs after answers that no longer change, into a few of their maxima. */
import { type CauseDescription, clue } from "./cause";
import { levelFrom } from "./run-log";

export const discriminatorNotUpdated: CauseDescription = {
  id: "discriminator_not_updated",
  title: "Discriminator not updated",
  explains: ["mode_collapse", "vanishing_gradient", "dead_run", "oscillation"],
  weigh({ config, log, episode: { startStep, endStep }, beside }) {
    if (!config.adversarial) return undefined;
    const judge = log.find("gradient-norm", "discriminator") ?? log.find("gradient-norm", "critic");
    const generator = log.find("gradient-norm", "generator");
    if (!judge) return undefined;
    const middle = (startStep + endStep) / 2;
    const isZero = levelFrom(judge, middle) === 0;
    const feeds = levelFrom(generator, middle) > 0;
    return [
      ...clue(isZero && feeds, 5, "its gradient is exactly zero while the generator still receives one"),
      ...clue(isZero && !feeds, 1, "its gradient is exactly zero, and the generator's too"),
      ...clue(!isZero, -4, "it receives a gradient"),
      ...clue(beside.has("discriminator_collapse"), -1, "all its answers are alike"),
    ];
  },
  propose: () => ({
    words:
      "Train the discriminator again: look for a freeze, a skipped update, or an optimizer without its weights",
    set: { "accuracyBalance.discriminatorUpTo": 1 },
  }),
};
