import { type GradientNorms, norm } from "../probes/gradient-norm";
import type { ClipOf } from "./intervention";

/**
 * Gradient clipping by global norm: g *= min(1, c / (N + 1e-6)), N the L2 norm over all tensors of the network.
 * Keeps the direction. N is the norm that the run records anyway, so clipping is one pass over the gradient where it
 * acts and none where it does not. Source: Pascanu, Mikolov & Bengio 2013, algorithm 1; the 1e-6 is PyTorch's.
 */
export function clipGlobalNorm({ maxNorm }: { maxNorm: number }): ClipOf {
  return () => (gradient, before) => clipToNorm(gradient, before, maxNorm);
}

/** Scales a whole gradient down to `maxNorm` where its norm exceeds it; returns the norms after. */
export function clipToNorm(gradient: Float32Array, before: GradientNorms, maxNorm: number): GradientNorms {
  const coefficient = maxNorm / (before.global + 1e-6);
  if (coefficient >= 1) return before;
  scale(gradient, coefficient);
  return { global: before.global * coefficient, layers: before.layers.map((norm) => norm * coefficient) };
}

/** Scales a stretch of a gradient down to `maxNorm` where its norm exceeds it. */
export function scaleToNorm(gradient: Float32Array, maxNorm: number): void {
  const coefficient = maxNorm / (norm(gradient) + 1e-6);
  if (coefficient >= 1) return;
  scale(gradient, coefficient);
}

function scale(gradient: Float32Array, coefficient: number): void {
  for (let index = 0; index < gradient.length; index += 1) gradient[index] = gradient[index]! * coefficient;
}
