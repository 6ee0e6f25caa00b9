import { type Scalar, type Tensor, type Tensor2D, tf } from "../../../trainer/tensorflow";

export type Activation = (x: Tensor) => Tensor;

/** A critic of two hidden layers with a gradient penalty, as a function of its weights on a fixed batch. */
export function penalizedCritic(units: number, batch: number, activate: Activation) {
  const shapes: number[][] = [[2, units], [units], [units, units], [units], [units, 1]];
  const weights = shapes.map((shape, index) => {
    const bound = 1 / Math.sqrt(shape[0]!);
    return tf.randomUniform(shape, -bound, bound, "float32", index + 1);
  });
  const x = tf.randomNormal([batch, 2], 0, 1, "float32", 7);
  const loss = ([w0, b0, w1, b1, w2]: readonly Tensor[]): Scalar => {
    const out = (input: Tensor) => {
      const h0 = activate(tf.add(tf.matMul(input as Tensor2D, w0 as Tensor2D), b0!));
      const h1 = activate(tf.add(tf.matMul(h0 as Tensor2D, w1 as Tensor2D), b1!));
      return tf.mean(tf.matMul(h1 as Tensor2D, w2 as Tensor2D));
    };
    const gradient = tf.grad(out)(x);
    const norms = tf.sqrt(tf.add(tf.sum(tf.square(tf.mul(gradient, batch)), 1), 1e-12));
    return tf.add(out(x), tf.mul(10, tf.mean(tf.square(tf.sub(norms, 1))))) as Scalar;
  };
  return { loss, weights };
}
