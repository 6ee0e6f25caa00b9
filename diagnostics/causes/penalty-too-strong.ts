/** Penalty too strong: what is left of the gradient serves the penalty. */
import { type CauseDescription, clue } from "./cause";

export const penaltyTooStrong: CauseDescription = {
  id: "penalty_too_strong",
  title: "Penalty too strong",
  explains: ["penalty_dominance", "discriminator_collapse", "plateau", "exploding_gradient"],
  weigh({ episode: { kind }, beside, config, log }) {
    const isLogged = [...log.series].some(({ name }) => /penalty/i.test(name));
    if (kind !== "penalty_dominance" && !config.hasPenalty && !isLogged) return undefined;
    return [
      ...clue(
        kind === "penalty_dominance" || beside.has("penalty_dominance"),
        4,
        "the penalty is most of the loss",
      ),
      ...clue(kind === "discriminator_collapse" && config.hasPenalty, 0.5, "a penalty on the slope is there"),
    ];
  },
  propose: () => ({ words: "Divide the penalty's coefficient by 10", scale: { penalty: 0.1 } }),
};
