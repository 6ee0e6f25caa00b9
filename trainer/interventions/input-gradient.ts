import { type Tensor, type Tensor1D, tf } from "../tensorflow";

/** Keeps the root differentiable where a network is flat; 1e-6 of the norm of 1 that penalties pull to. */
const rootEpsilon = 1e-12;

/**
 * norm(grad_x f(x_i))^2 of each example, [batch], differentiable by whatever f depends on. `apply` must treat
 * examples apart (no batch statistics), so that the gradient of the sum of its outputs holds each one's own.
 */
export function squaredInputGradientNorms(apply: (input: Tensor) => Tensor, input: Tensor): Tensor1D {
  const { gradients } = inputGradients(apply, input);
  const axes = gradients.shape.map((_, axis) => axis).slice(1);
  return tf.sum(tf.square(gradients), axes) as Tensor1D;
}

/** norm(grad_x f(x_i)) of each example, [batch]. */
export function inputGradientNorms(apply: (input: Tensor) => Tensor, input: Tensor): Tensor1D {
  return tf.sqrt(tf.add(squaredInputGradientNorms(apply, input), rootEpsilon)) as Tensor1D;
}

/** Output of each example and its gradient by the input. */
export function inputGradients(
  apply: (input: Tensor) => Tensor,
  input: Tensor,
): { outputs: Tensor; gradients: Tensor } {
  const { value, grads } = tf.engine().gradients(() => apply(input), [input]);
  return { outputs: value, gradients: grads[0]! };
}
