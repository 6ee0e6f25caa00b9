import type { Baseline } from "./baseline";
import { TrailingMean } from "./trailing-mean";

const defaults = { window: 100, ratio: 2, patience: 5 };

/** llm-foundry's KillLossSpike callback: the loss is twice its mean of 100 steps, five times in a row. */
export const llmFoundryKiller: Baseline = {
  id: "llm-foundry",
  rule: "loss at least twice the mean of the last 100, five points in a row",
  source: "llm-foundry, KillLossSpike: window_size 100, outlier_multiplier 2, patience 5",
  kinds: ["loss_divergence", "non_finite"],
  watch({ role }) {
    if (role !== "loss") return undefined;
    const past = new TrailingMean(defaults.window);
    let inRow = 0;
    return (value) => {
      if (!Number.isFinite(value)) return "non_finite";
      const isOutlier = past.size === defaults.window && value >= defaults.ratio * past.mean;
      inRow = isOutlier ? inRow + 1 : 0;
      past.push(value);
      return inRow >= defaults.patience ? "loss_divergence" : undefined;
    };
  },
};
