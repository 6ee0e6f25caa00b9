import type { Baseline } from "./baseline";

const defaults = { window: 10, warmup: 1, relative: 2 };

/** Lightning Fabric's SpikeDetection: the loss against the running mean of its last losses; it warms up for one point. */
export const lightningSpike: Baseline = {
  id: "lightning",
  rule: "loss higher than the last one, and by twice the running mean away from it",
  source:
    "lightning.fabric.utilities.spike.SpikeDetection: window 10, warmup 1, atol None, rtol 2.0, mode min",
  kinds: ["loss_divergence", "non_finite"],
  watch({ role }) {
    if (role !== "loss") return undefined;
    const past: number[] = [];
    let seen = 0;
    let last = 0;
    return (value) => {
      if (!Number.isFinite(value)) return "non_finite";
      const mean = past.reduce((sum, one) => sum + one, 0) / past.length;
      const isFar = Math.abs(value - mean) >= defaults.relative * Math.abs(mean);
      const isSpike = seen++ >= defaults.warmup && value > last && isFar;
      if (isSpike) return "loss_divergence";
      // What is a spike enters neither the mean nor the last value.
      last = value;
      past.push(value);
      if (past.length > defaults.window) past.shift();
      return undefined;
    };
  },
};
