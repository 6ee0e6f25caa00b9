/** Penalty too weak, or none: without one, gradient descent circles the pair's equilibrium (Mescheder 2018). */
import { gradientPenalties } from "../../db/contract/interventions/gradient-penalties";
import { type CauseDescription, clue } from "./cause";

export const penaltyTooWeak: CauseDescription = {
  id: "penalty_too_weak",
  title: "Penalty too weak, or none",
  explains: [
    "oscillation",
    "discriminator_overpowering",
    "discriminator_overfitting",
    "mode_collapse",
    "exploding_gradient",
  ],
  weigh({ config, episode: { kind } }) {
    if (!config.adversarial) return undefined;
    return [
      ...clue(!config.hasPenalty, 1.5, "nothing penalizes the discriminator's slope"),
      ...clue(config.hasPenalty, 0.5, "a penalty is there, and may be too weak"),
      ...clue(kind === "oscillation", 0.5, "a pair without a penalty circles its equilibrium"),
    ];
  },
  propose: ({ config, run: { own } }) =>
    (own ? own.interventions.some(({ name }) => name in gradientPenalties) : config.hasPenalty)
      ? { words: "Penalize the discriminator's slope ten times as strongly", scale: { penalty: 10 } }
      : { words: "Penalize the discriminator's slope", add: config.wasserstein ? "wgan-gp" : "r1" },
};
