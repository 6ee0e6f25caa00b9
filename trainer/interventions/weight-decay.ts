import type { Decay } from "./intervention";

/**
 * Decoupled weight decay: w *= 1 - learning rate * coefficient before each update, apart from the gradient, for the
 * weight matrices of every network; biases, gains and shifts are left alone, as is customary.
 * Source: Loshchilov & Hutter 2019 (AdamW); .01 is PyTorch's default.
 * Misleads: it is not counted in the update ratio, nor in any loss. At a rate of 1e-3 a weight loses 1e-5 of itself
 * an update, so that nothing shows within a thousand steps.
 */
export function weightDecay({ coefficient }: { coefficient: number }): Decay {
  return ({ parameters }, learningRate) => {
    const kept = 1 - learningRate * coefficient;
    for (const { shape, values } of parameters) {
      if (shape.length < 2) continue;
      for (let index = 0; index < values.length; index += 1) values[index] = values[index]! * kept;
    }
  };
}
