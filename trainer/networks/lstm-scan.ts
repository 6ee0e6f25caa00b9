import { type Tensor, type Tensor2D, type Tensor3D, tf } from "../tensorflow";

/**
 * Long short-term memory over time. With a_t + h_(t-1) W = [i | f | g | o] in blocks of `hidden` columns:
 *
 *     c_t = sigmoid(f) c_(t-1) + sigmoid(i) tanh(g),   h_t = sigmoid(o) tanh(c_t),   h and c at first 0.
 *
 * `inputs` a: [time, batch, 4 hidden]; `recurrent` W: [hidden, 4 hidden]. Returns every h, [time, batch, hidden].
 */
export function lstmScan(inputs: Tensor3D, recurrent: Tensor2D): Tensor3D {
  let hidden: Tensor2D | undefined;
  let cell: Tensor | undefined;
  const states = tf.unstack(inputs).map((input) => {
    const gates = hidden ? tf.add(input, tf.matMul(hidden, recurrent)) : input;
    const [i, f, g, o] = tf.split(gates, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
    const written = tf.mul(tf.sigmoid(i), tf.tanh(g));
    cell = cell ? tf.add(tf.mul(tf.sigmoid(f), cell), written) : written;
    const next = tf.mul(tf.sigmoid(o), tf.tanh(cell)) as Tensor2D;
    hidden = next;
    return next;
  });
  return tf.stack(states) as Tensor3D;
}
