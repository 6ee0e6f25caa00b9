import { type Baseline, isNorm } from "./baseline";
import { TrailingMean } from "./trailing-mean";

const defaults = { window: 30, threshold: 3 };

/** W&B's run metric automation by z-score, on every gradient norm and loss. */
export const wandbZScore: Baseline = {
  id: "wandb",
  rule: "z-score over 3 against the mean of the last 30 points",
  source: "W&B documentation, automations on run metrics: z-score with window 30 and threshold 3",
  kinds: ["exploding_gradient", "loss_divergence", "non_finite"],
  watch(role) {
    if (!isNorm(role) && role.role !== "loss") return undefined;
    const past = new TrailingMean(defaults.window);
    return (value) => {
      if (!Number.isFinite(value)) return "non_finite";
      const z = (value - past.mean) / past.deviation;
      const isFull = past.size === defaults.window;
      past.push(value);
      if (!isFull || !(z > defaults.threshold)) return undefined;
      return role.role === "loss" ? "loss_divergence" : "exploding_gradient";
    };
  },
};
