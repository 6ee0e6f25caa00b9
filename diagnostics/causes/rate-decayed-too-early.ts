/** Learning rate decayed too early: the schedule ended while the loss was still falling. */
import { formatFigure } from "../format-figure";
import { type CauseDescription, clue } from "./cause";

export const rateDecayedTooEarly: CauseDescription = {
  id: "learning_rate_decayed_too_early",
  title: "Learning rate decayed too early",
  explains: ["plateau", "update_ratio"],
  weigh: ({ episode: { evidence }, rateLeft }) => [
    ...clue(evidence.test === "rate", 4, "the loss was still falling when the rate fell"),
    ...clue(rateLeft < 0.02, 2, `${formatFigure(rateLeft)} of the highest learning rate is left`),
    ...clue(rateLeft > 0.3, -3, "the learning rate had not fallen"),
  ],
  propose: () => ({
    words: "Keep the learning rate, or let it decay later",
    set: {
      "schedule.name": "constant",
      "generatorSchedule.name": "constant",
      "discriminatorSchedule.name": "constant",
    },
  }),
};
