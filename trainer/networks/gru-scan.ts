import { type Tensor, type Tensor2D, type Tensor3D, tf } from "../tensorflow";

/**
 * Gated recurrent unit over time, in the form that cuDNN and PyTorch compute (the reset gate acts after the
 * product). With a_t = [r | z | n] and h_(t-1) W = [r' | z' | n'] in blocks of `hidden` columns:
 *
 *     h_t = (1 - z_t) n_t + z_t h_(t-1),   n_t = tanh(n + sigmoid(r + r') n'),   z_t = sigmoid(z + z'),   h at first 0.
 *
 * `inputs` a: [time, batch, 3 hidden]; `recurrent` W: [hidden, 3 hidden]. Returns every h, [time, batch, hidden].
 */
export function gruScan(inputs: Tensor3D, recurrent: Tensor2D): Tensor3D {
  let hidden: Tensor2D | undefined;
  const states = tf.unstack(inputs).map((input) => {
    hidden = step(input, hidden, recurrent);
    return hidden;
  });
  return tf.stack(states) as Tensor3D;
}

function step(input: Tensor, hidden: Tensor2D | undefined, recurrent: Tensor2D): Tensor2D {
  const [r, z, n] = tf.split(input, 3, 1) as Three;
  if (!hidden) return tf.mul(tf.sub(1, tf.sigmoid(z)), tf.tanh(n)) as Tensor2D;
  const [byR, byZ, byN] = tf.split(tf.matMul(hidden, recurrent), 3, 1) as Three;
  const candidate = tf.tanh(tf.add(n, tf.mul(tf.sigmoid(tf.add(r, byR)), byN)));
  const kept = tf.sigmoid(tf.add(z, byZ));
  return tf.add(candidate, tf.mul(kept, tf.sub(hidden, candidate))) as Tensor2D;
}

type Three = [Tensor, Tensor, Tensor];
