import type { Baseline } from "./baseline";
import { TrailingMean } from "./trailing-mean";

const defaults = { window: 128, sigmas: 6 };

/** OLMo-core's SkipStepOptimizer: a step whose loss or gradient norm lies 6 sigma above its last 128 is skipped. */
export const olmoSixSigma: Baseline = {
  id: "olmo",
  rule: "loss or gradient norm more than 6 standard deviations above the mean of the last 128",
  source: "OLMo-core, SkipStepOptimizer: rolling_interval_length 128, sigma_factor 6",
  kinds: ["exploding_gradient", "loss_divergence", "non_finite"],
  watch({ role }) {
    if (role !== "loss" && role !== "gradient-norm") return undefined;
    const past = new TrailingMean(defaults.window);
    return (value) => {
      if (!Number.isFinite(value)) return "non_finite";
      // It begins to skip once half of its window is there.
      const isKnown = past.size >= defaults.window / 2;
      const isOut = isKnown && value - past.mean > defaults.sigmas * past.deviation;
      past.push(value);
      if (!isOut) return undefined;
      return role === "loss" ? "loss_divergence" : "exploding_gradient";
    };
  },
};
