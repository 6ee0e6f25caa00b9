import { clamp } from "./clamp";
import type { ClipOf } from "./intervention";

/**
 * Gradient clipping by value: each entry of the gradient is clamped to [-c, c]. Changes the direction.
 * Source: Mikolov 2012 (thesis, section 3.2.2); PyTorch's `clip_grad_value_`.
 */
export function clipValue({ limit }: { limit: number }): ClipOf {
  return () => (gradient) => {
    clamp(gradient, limit);
    return undefined;
  };
}
