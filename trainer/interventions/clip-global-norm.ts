import { norm } from "../probes/gradient-norm";
import type { GradientClip } from "./intervention";

/**
 * Gradient clipping by global norm: g *= min(1, c / (N + 1e-6)), N the L2 norm over all tensors of the network.
 * Keeps the direction. Source: Pascanu, Mikolov & Bengio 2013, algorithm 1; the 1e-6 is PyTorch's.
 */
export function clipGlobalNorm({ maxNorm }: { maxNorm: number }): GradientClip {
  return (gradient) => scaleToNorm(gradient, maxNorm);
}

/** Scales a stretch of a gradient down to `maxNorm` where its norm exceeds it. */
export function scaleToNorm(gradient: Float32Array, maxNorm: number): void {
  const coefficient = maxNorm / (norm(gradient) + 1e-6);
  if (coefficient >= 1) return;
  for (let index = 0; index < gradient.length; index += 1) gradient[index] = gradient[index]! * coefficient;
}
