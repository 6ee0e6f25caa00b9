import { clipToNorm } from "./clip-global-norm";
import type { ClipOf } from "./intervention";

/** Norms that are remembered: enough for a percentile, few enough to sort at each update (30 us). */
const historyLength = 1000;

/**
 * AutoClip: g *= min(1, c / norm(g)), with c the p-th percentile of the network's own gradient norms so far, that of
 * this update among them; here of the last 1,000, so that an early phase of large norms is forgotten in a long run.
 * Percentiles are interpolated linearly between ranks.
 * Source: Seetharaman, Wichern, Pardo & Le Roux 2020, algorithm 1 (p = 10, all norms).
 * Misleads: p = 10 clips nine updates of ten by design, so a clip coefficient below 1 is no sign of a spike, and the
 * effective learning rate is lower than the nominal one. Norms that are not finite are neither clipped nor kept.
 */
export function autoClip({ percentile }: { percentile: number }): ClipOf {
  return (_network, state) => {
    const history = new Float64Array(historyLength);
    let seen = 0;
    state.array("history", history);
    state.value(
      "seen",
      () => seen,
      (value) => {
        seen = value;
      },
    );
    return (gradient, before) => {
      const current = before.global;
      if (!Number.isFinite(current)) return before;
      history[seen % historyLength] = current;
      seen += 1;
      const sorted = history.slice(0, Math.min(seen, historyLength)).sort();
      return clipToNorm(gradient, before, percentileOf(sorted, percentile));
    };
  };
}

/** Of ascending values. */
export function percentileOf(sorted: Float64Array, percentile: number): number {
  const rank = ((sorted.length - 1) * percentile) / 100;
  const below = Math.floor(rank);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (rank - below) * (high - low);
}
