import type { Tensor, Tensorflow } from "../tensorflow";
import { registerGradient } from "./register-gradient";

/**
 * What stock tfjs does wrong: the gradients of maximum, minimum and squaredDifference forget that an input may
 * have been broadcast.
 * Smallest failing example: d/db sum(maximum([1, 2], b)) for a scalar b throws "The gradient of input 'b' has
 * shape '2', which does not match the shape of the input ''".
 *
 * The cure: sum the gradient over the axes along which the input was repeated. At a tie maximum and minimum give
 * the gradient to a, and none to b, as in stock tfjs.
 *
 * Source: tfjs-core 4.22 `gradients/Maximum_grad.ts`, `Minimum_grad.ts`, `SquaredDifference_grad.ts`; the rule
 * is that of `gradients/Add_grad.ts`.
 */
export function registerBroadcastingGradients(tf: Tensorflow): void {
  const sumTo = (gradient: Tensor, input: Tensor) => {
    const axes = tf.broadcast_util.getReductionAxes(input.shape, gradient.shape);
    return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, input.shape);
  };
  const where = (dy: Tensor, mask: Tensor) => tf.mul(dy, tf.cast(mask, "float32"));

  const register = (
    kernelName: string,
    partialA: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
    partialB: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
  ) =>
    registerGradient(tf, {
      kernelName,
      inputsToSave: ["a", "b"],
      gradFunc: (dy, [a, b]) => ({
        a: () => sumTo(partialA(dy, a!, b!), a!),
        b: () => sumTo(partialB(dy, a!, b!), b!),
      }),
    });
  register(
    "Maximum",
    (dy, a, b) => where(dy, tf.greaterEqual(a, b)),
    (dy, a, b) => where(dy, tf.less(a, b)),
  );
  register(
    "Minimum",
    (dy, a, b) => where(dy, tf.lessEqual(a, b)),
    (dy, a, b) => where(dy, tf.greater(a, b)),
  );
  register(
    "SquaredDifference",
    (dy, a, b) => tf.mul(dy, tf.mul(2, tf.sub(a, b))),
    (dy, a, b) => tf.mul(dy, tf.mul(2, tf.sub(b, a))),
  );
}
