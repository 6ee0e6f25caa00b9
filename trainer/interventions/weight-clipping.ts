import { clamp } from "./clamp";
import type { WeightConstraint } from "./intervention";

/**
 * Weight clipping: after each update of the critic, each of its weights is clamped to [-c, c], which bounds its
 * Lipschitz constant, crudely: c small makes gradients vanish with depth, c large lets them explode
 * (Gulrajani 2017, figure 1b). Source: Arjovsky, Chintala & Bottou 2017 (WGAN), algorithm 1, c = 0.01.
 */
export function weightClipping({ limit }: { limit: number }): WeightConstraint {
  return (weights) => clamp(weights, limit);
}
