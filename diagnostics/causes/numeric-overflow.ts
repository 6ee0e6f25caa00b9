/** Numeric overflow: an exponential, a division or a half-precision number leaves its range, with no explosion before. */
import { formatFigure } from "../format-figure";
import { type CauseDescription, clue } from "./cause";

export const numericOverflow: CauseDescription = {
  id: "numeric_overflow",
  title: "Numeric overflow",
  explains: ["non_finite"],
  weigh: ({ episode, root, config, normAtOnset }) => [
    ...clue(root === episode, 3, "no growth of the gradient came before it"),
    ...clue(root !== episode, -2, "the gradient had exploded before"),
    ...clue(episode.severity === "benign", -2, "the loss stayed finite and the norm came back"),
    ...clue(config.lowPrecision, 1.5, "the run uses half precision, loss scaling or an unprotected softmax"),
    ...clue(
      normAtOnset < 3,
      0.5,
      `the gradient was ${formatFigure(normAtOnset)} times its usual when it broke`,
    ),
  ],
  propose: () => ({
    words:
      "Use log-softmax and losses that take logits, bfloat16 or a lower loss scale, and skip steps that are not finite",
    add: "non-finite:skip-step",
  }),
};
