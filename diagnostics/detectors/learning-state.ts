import type { LossTrack } from "../loss-track";

const defaults = {
  /** Points over which the loss is asked whether it gains ... */
  gainPoints: 100,
  /** ... and the share of its level that counts as gaining. */
  gainShare: 0.03,
  /** Converged: the loss has fallen to this share of the untrained loss. */
  convergedShare: 0.1,
};

/**
 * Whether a loss gains, has converged, or is stuck: neither. "unknown" while there is no loss or it is young. What is odd but
 * harmless becomes a fault where the loss is stuck.
 */
export function learningState(loss: LossTrack): "gaining" | "converged" | "stuck" | "unknown" {
  if (loss.count === 0) return "unknown";
  if (loss.level < defaults.convergedShare * loss.initial) return "converged";
  const gain = loss.gainOver(defaults.gainPoints);
  if (Number.isNaN(gain)) return "unknown";
  return gain > defaults.gainShare ? "gaining" : "stuck";
}
