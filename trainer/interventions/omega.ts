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
 * "immediate" derivative), so it costs one product and another for the gradient, and no second pass through time.
 * Steps whose error has vanished do not count, and the mean is over the others.
 * Source: Pascanu, Mikolov & Bengio 2013, section 3.3. The squared norms and the mean over steps are those of the
 * authors' program (github.com/pascanur/trainingRNNs). The paper writes norms and a sum, which near a ratio r of 1, where
 * (r^2 - 1)^2 is 4 (r - 1)^2, weighs T/4 times as much: its alpha 2 is alpha 30 here for T = 60. The default of 32 is
 * measured (docs/benchmarks.md); the program's is 2, for runs of up to 5 million steps.
 * Misleads: its value is no part of the loss that is reported, and it need not fall, since the immediate derivative is
 * not that of its value. It keeps errors from vanishing and does not bound them: use it with clipping.
 */
export function omega({ alpha }: { alpha: number }): RecurrentPenalty {
  return ({ byPreactivations, byStatesDirectly, recurrent }) => {
    const [time, batch, hidden] = byPreactivations.shape;
    // Nothing comes back over a single step.
    if (time === 1) return { value: tf.scalar(0), gradient: tf.zerosLike(recurrent) };
    // One row for each step and sequence, the first step's first.
    const rowsOf = (steps: Tensor3D): Tensor2D => tf.reshape(steps, [time * batch, hidden]);
    const afterFirstStep = (rows: Tensor2D): Tensor2D => tf.slice(rows, [batch, 0]);
    const from = afterFirstStep(rowsOf(byPreactivations));
    const arrived: Tensor2D = tf.matMul(from, recurrent, false, true);
    // e_k: what is due to step k itself and what comes back from step k + 1; nothing comes back to the last.
    const fromNext = tf.concat([afterFirstStep(arrived), tf.zeros([batch, hidden])]);
    const errors = tf.add(afterFirstStep(rowsOf(byStatesDirectly)), fromNext);
    const before = tf.sum(tf.square(errors), 1, true);
    const counts = tf.greaterEqual(before, vanished);
    const share = tf.div(alpha, tf.maximum(tf.sum(tf.cast(counts, "float32")), 1));
    const safe = tf.where(counts, before, tf.onesLike(before));
    const after = tf.sum(tf.square(arrived), 1, true);
    const excess = tf.where(counts, tf.sub(tf.div(after, safe), 1), tf.zerosLike(after));
    // d(excess^2)/d(arrived) = 4 excess arrived / norm(e_k)^2, and arrived = from W'.
    const byArrived = tf.mul(arrived, tf.mul(tf.div(excess, safe), tf.mul(4, share))) as Tensor2D;
    return {
      value: tf.reshape(tf.mul(tf.sum(tf.square(excess)), share), []),
      gradient: tf.matMul(byArrived, from, true),
    };
  };
}
