/** Generator learning rate too high: it leaves where the discriminator has just learned to look, and comes back. */
import { formatFigure } from "../format-figure";
import { type CauseDescription, clue } from "./cause";

export const generatorRateTooHigh: CauseDescription = {
  id: "generator_learning_rate_too_high",
  title: "Generator's learning rate too high",
  explains: ["oscillation", "mode_collapse"],
  weigh({ config, episode: { kind } }) {
    if (!config.adversarial) return undefined;
    const ratio = config.generatorRate / config.discriminatorRate;
    return [
      ...clue(kind === "oscillation", 2, "the generator's samples swing from one side to the other"),
      ...clue(ratio > 1.5, 3, `its learning rate is ${formatFigure(ratio)} times the discriminator's`),
      ...clue(ratio <= 0.5, -2, "its learning rate is the smaller one"),
    ];
  },
  propose: () => ({
    words: "Divide the generator's learning rate by 5, and penalize the discriminator's slope at the reals",
    add: "r1",
    scale: { "generator learning rate": 0.2 },
  }),
};
