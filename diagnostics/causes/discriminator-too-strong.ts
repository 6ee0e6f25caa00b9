/** Discriminator too strong: it is sure before the generator has learned, which leaves that no gradient (Arjovsky & Bottou 2017). */
import { formatFigure } from "../format-figure";
import { type CauseDescription, clue } from "./cause";

export const discriminatorTooStrong: CauseDescription = {
  id: "discriminator_too_strong",
  title: "Discriminator too strong",
  explains: [
    "discriminator_overpowering",
    "generator_starvation",
    "vanishing_gradient",
    "mode_collapse",
    "discriminator_overfitting",
  ],
  weigh({ config, episode: { kind, series, evidence }, beside }) {
    if (!config.adversarial) return undefined;
    const ratio = config.discriminatorRate / config.generatorRate;
    return [
      ...clue(
        kind === "discriminator_overpowering" || beside.has("discriminator_overpowering"),
        3,
        "it is right on nearly all reals and fakes",
      ),
      ...clue(ratio > 1.5, 2, `its learning rate is ${formatFigure(ratio)} times the generator's`),
      ...clue(
        config.discriminatorSteps > 1,
        1,
        `it makes ${config.discriminatorSteps} updates for each of the generator's`,
      ),
      ...clue(config.minimax, 1, "the minimax loss is flat where it is sure"),
      ...clue(!config.hasPenalty, 0.5, "no penalty bounds its slope"),
      ...clue(config.wasserstein, -3, "a Wasserstein critic is meant to be strong"),
      ...clue(
        evidence.test === "zero" && /discriminator|critic/.test(series),
        -3,
        "it receives no gradient itself",
      ),
      ...clue(config.weightDecay >= 0.05, -2, "a strong weight decay weakens it"),
      ...clue(beside.has("discriminator_collapse"), -3, "it has collapsed"),
      ...clue(evidence.test === "lost", -1, "the modes had been covered before"),
    ];
  },
  propose: () => ({
    words:
      "Lower the discriminator's learning rate, make one update of it each, and penalize its slope at the reals",
    add: "r1",
    scale: { "discriminator learning rate": 0.2 },
    set: { discriminatorUpdates: 1 },
  }),
};
