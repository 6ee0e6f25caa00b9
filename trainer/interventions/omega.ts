import { type Tensor2D, type Tensor3D, tf } from "../tensorflow";
import type { RecurrentPenalty } from "./intervention";

/** Squared norm below which an error counts as vanished and its step is left out, as in the authors' program. */
const vanished = 1e-20;

/**
 * Omega, a regularizer against vanishing gradients through time: with the error e_k = dL/dh_k at step k and
 * x_k = a_k + h_(k-1) W,
 *
 *     alpha mean_k mean_b ( norm(e_k dh_k/dh_(k-1))^2 / norm(e_k)^2 - 1 )^2,
 *     e_k dh_k/dh_(k-1) = (e_k * f'(x_k)) W' = dL/dx_k W',
 *
 * is small where the error's norm stays the same on its way back. Only W outside of e_k and x_k is differentiated (the
 * "immediate" derivative), so it costs one product and its gradient, and no second pass through time.
 * Steps whose error has vanished do not count, and the mean is over the others.
 * Source: Pascanu, Mikolov & Bengio 2013, section 3.3 (alpha 2). The squared norms and the mean over steps are those
 * of the authors' program (github.com/pascanur/trainingRNNs); the paper writes norms and a sum.
 * Misleads: its value is no part of the loss that is reported, and it need not fall, since the immediate derivative is
 * not that of its value. It keeps errors from vanishing and does not bound them: use it with clipping.
 */
export function omega({ alpha }: { alpha: number }): RecurrentPenalty {
  return ({ byPreactivations, byStatesDirectly, recurrent }) => {
    const [time, batch, hidden] = byPreactivations.shape;
    const back = (matrix: Tensor2D): Tensor3D =>
      tf.reshape(
        tf.matMul(tf.reshape(byPreactivations, [time * batch, hidden]), matrix, false, true),
        byPreactivations.shape,
      );
    // dL/dh_k: what is due to step k itself and what comes back from step k + 1, for the steps after the first.
    const later = tf.slice(back(recurrent), [1, 0, 0]);
    const fromNext = tf.concat([later, tf.zeros([1, batch, hidden]) as Tensor3D]);
    const errors = tf.slice(tf.add(byStatesDirectly, fromNext), [1, 0, 0]);
    const before = tf.sum(tf.square(errors), 2);
    const counts = tf.greaterEqual(before, vanished);
    const share = tf.div(alpha, tf.maximum(tf.sum(tf.cast(counts, "float32")), 1));
    const safe = tf.where(counts, before, tf.onesLike(before));
    const { value, grad } = tf.valueAndGrad((matrix) => {
      const after = tf.sum(tf.square(tf.slice(back(matrix as Tensor2D), [1, 0, 0])), 2);
      const ratio = tf.where(counts, tf.div(after, safe), tf.onesLike(after));
      return tf.mul(tf.sum(tf.square(tf.sub(ratio, 1))), share);
    })(recurrent);
    return { value: tf.reshape(value, []), gradient: grad as Tensor2D };
  };
}
