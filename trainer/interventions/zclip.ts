import { clipToNorm } from "./clip-global-norm";
import type { ClipOf } from "./intervention";

/**
 * ZClip: with moving mean m and variance v of a network's gradient norms N (decay .97) and z = (N - m) / sqrt(v),
 * where z exceeds the threshold t the gradient is scaled to the norm
 *
 *     m + t sqrt(v) / (z / t),
 *
 * the lower the further the spike stands out. Then the norm that was let through enters mean and variance:
 * m <- .97 m + .03 N, v <- .97 v + .03 (N - m)^2 with the new m. The first 25 updates are only watched; m and v start
 * as their mean and variance.
 * Source: Kumar et al. 2025, "ZClip: Adaptive spike mitigation for LLM pre-training", algorithm 1.
 * Misleads: where norms rise to a higher level at once and for good it clips every update back to the old one, since
 * the mean sees only what was let through. Meant for norms that are level but for spikes.
 * Norms that are not finite pass and are not counted.
 */
export function zClip(settings: { threshold: number; decay: number; warmup: number }): ClipOf {
  const { threshold, decay, warmup } = settings;
  return (_network, state) => {
    /** Updates seen, up to the warm-up's; mean; variance (in the warm-up: sum of squared deviations). */
    const memory = new Float64Array(3);
    state.array("moments", memory);

    function watch(value: number): void {
      const seen = memory[0]! + 1;
      memory[0] = seen;
      const before = value - memory[1]!;
      memory[1] = memory[1]! + before / seen;
      memory[2] = memory[2]! + before * (value - memory[1]!);
      if (seen === warmup) memory[2] = memory[2]! / warmup;
    }

    return (gradient, before) => {
      const current = before.global;
      if (!Number.isFinite(current)) return before;
      if (memory[0]! < warmup) {
        watch(current);
        return before;
      }
      const [, mean, variance] = memory as unknown as [number, number, number];
      const z = (current - mean) / (Math.sqrt(variance) + 1e-12);
      const passed = z > threshold ? mean + (threshold * Math.sqrt(variance) * threshold) / z : current;
      memory[1] = decay * mean + (1 - decay) * passed;
      memory[2] = decay * variance + (1 - decay) * (passed - memory[1]!) ** 2;
      return passed < current ? clipToNorm(gradient, before, passed) : before;
    };
  };
}
