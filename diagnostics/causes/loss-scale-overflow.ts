/** Loss-scale overflow: mixed precision finds its scale by overflowing now and then, and skips such steps (Micikevicius 2018). */
import { type CauseDescription, clue } from "./cause";

export const lossScaleOverflow: CauseDescription = {
  id: "loss_scale_overflow_skipped",
  title: "Loss-scale overflow, skipped",
  explains: ["non_finite"],
  weigh: ({ episode, config }) => [
    ...clue(episode.severity === "benign", 3, "the loss stayed finite and the norm came back"),
    ...clue(episode.severity !== "benign", -4, "it lasts, or the loss is not finite"),
    ...clue(config.lowPrecision, 1.5, "the run uses half precision or loss scaling"),
  ],
  propose: () => ({ words: "Nothing: this is how loss scaling finds its scale" }),
};
