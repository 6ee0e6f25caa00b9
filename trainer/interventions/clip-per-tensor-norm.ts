import { scaleToNorm } from "./clip-global-norm";
import type { ClipOf } from "./intervention";

/**
 * Gradient clipping by the norm of each tensor: g_k *= min(1, c / (norm(g_k) + 1e-6)) for every weight matrix and
 * bias by itself. Changes the direction of the update, and lets the global norm reach c sqrt(tensors).
 * Source: what `clip_grad_norm_(parameter)` in a loop over parameters does, a common slip in PyTorch programs.
 */
export function clipPerTensorNorm({ maxNorm }: { maxNorm: number }): ClipOf {
  return (network) => (gradient) => {
    for (const { start, end } of network.parameters) scaleToNorm(gradient.subarray(start, end), maxNorm);
    return undefined;
  };
}
