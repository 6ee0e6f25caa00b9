import type { ClipOf } from "./intervention";

/**
 * L2 penalty: lambda W is added to the gradient of every weight matrix, the gradient of lambda/2 norm(W)^2; biases,
 * gains and shifts are left alone. It acts in its place in the list: before a clip it is clipped with the rest, after
 * one it is what `weight_decay` is to PyTorch's SGD and Adam.
 * Source: Krogh & Hertz 1992.
 * Misleads: under Adam it is divided by the gradient's scale like the rest, so weights with large gradients decay
 * less (Loshchilov & Hutter 2019): decoupled `weight-decay` is meant there. The loss that is reported leaves it out.
 */
export function l2Penalty({ coefficient }: { coefficient: number }): ClipOf {
  return ({ parameters }) =>
    (gradient) => {
      for (const { shape, start, values } of parameters) {
        if (shape.length < 2) continue;
        for (let index = 0; index < values.length; index += 1)
          gradient[start + index] = gradient[start + index]! + coefficient * values[index]!;
      }
      return undefined;
    };
}
