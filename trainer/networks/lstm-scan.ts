import { type Tensor2D, type Tensor3D, tf } from "../tensorflow";
import { delayed, type GatedCell, gatedScan, rows, stacked } from "./gated-scan";

/**
 * Long short-term memory over time. With a_t + W^T h_(t-1) = [i; f; o; g] in blocks of `hidden` rows:
 *
 *     c_t = sigmoid(f) c_(t-1) + sigmoid(i) tanh(g),   h_t = sigmoid(o) tanh(c_t),   h and c at first 0.
 *
 * `inputs` a: [time, 4 hidden, batch]; `recurrent` W: [hidden, 4 hidden]. Returns every h, [time, hidden, batch].
 */
export function lstmScan(inputs: Tensor3D, recurrent: Tensor2D): Tensor3D {
  return gatedScan(cell, inputs, recurrent);
}

interface Step {
  /** Sigmoids of i, f and o; tanh of g; the cell c and its tanh; the state h. */
  sigmoids: Tensor2D;
  candidate: Tensor2D;
  cell: Tensor2D;
  read: Tensor2D;
  state: Tensor2D;
}

function step(input: Tensor2D, product: Tensor2D, previous: Step | undefined): Step {
  const hidden = input.shape[0] / 4;
  const gates = previous ? (tf.add(input, tf.matMul(product, previous.state)) as Tensor2D) : input;
  const sigmoids = tf.sigmoid(rows(gates, 0, 3 * hidden));
  const candidate = tf.tanh(rows(gates, 3 * hidden, hidden));
  const written = tf.mul(rows(sigmoids, 0, hidden), candidate) as Tensor2D;
  const cell = previous
    ? (tf.add(tf.mul(rows(sigmoids, hidden, hidden), previous.cell), written) as Tensor2D)
    : written;
  const read = tf.tanh(cell);
  return { sigmoids, candidate, cell, read, state: tf.mul(rows(sigmoids, 2 * hidden, hidden), read) };
}

function run(inputs: Tensor3D, recurrent: Tensor2D): Step[] {
  const product = tf.transpose(recurrent);
  const steps: Step[] = [];
  for (const input of tf.unstack(inputs) as Tensor2D[]) steps.push(step(input, product, steps.at(-1)));
  return steps;
}

const cell: GatedCell = {
  forward(inputs, recurrent) {
    const steps = run(inputs, recurrent);
    return {
      states: stacked(steps, "state"),
      kept: (["sigmoids", "candidate", "cell", "read"] as const).map((key) => stacked(steps, key)),
    };
  },

  /**
   * Backward in time, with dh_t = dy_t + W delta_(t+1):
   *
   *     dc_t = dh_t o (1 - tanh(c_t)^2) + dc_(t+1) f_(t+1)
   *     delta_t = [dc_t g i (1 - i); dc_t c_(t-1) f (1 - f); dh_t tanh(c_t) o (1 - o); dc_t i (1 - g^2)]
   *
   * where the factors of dh_t and dc_t are known for all steps beforehand.
   */
  deltas(dy, _states, [sigmoids, candidate, cells, read], recurrent) {
    const hidden = dy.shape[1];
    const [input, forget, output] = [0, 1, 2].map((gate) => rows(sigmoids!, gate * hidden, hidden));
    const slopes = tf.mul(
      tf.concat([candidate!, delayed(cells!), read!], 1),
      tf.mul(sigmoids!, tf.sub(1, sigmoids!)),
    );
    const factors = tf.unstack(
      tf.concat([slopes, tf.mul(input!, tf.sub(1, tf.square(candidate!))) as Tensor3D], 1),
    );
    const intoCell = tf.unstack(tf.mul(output!, tf.sub(1, tf.square(read!))));
    const forgets = tf.unstack(forget!);
    const terms = tf.unstack(dy);
    const deltas = new Array<Tensor2D>(terms.length);
    let later: { delta: Tensor2D; byCell: Tensor2D } | undefined;
    for (let time = terms.length - 1; time >= 0; time -= 1) {
      const byState = later ? tf.add(terms[time]!, tf.matMul(recurrent, later.delta)) : terms[time]!;
      const throughRead = tf.mul(byState, intoCell[time]!);
      const byCell = later ? tf.add(throughRead, later.byCell) : throughRead;
      const delta = tf.mul(tf.concat([byCell, byCell, byState, byCell]), factors[time]!) as Tensor2D;
      deltas[time] = delta;
      later = { delta, byCell: tf.mul(byCell, forgets[time]!) as Tensor2D };
    }
    return tf.stack(deltas) as Tensor3D;
  },

  composedDeltas: (dy, inputs, recurrent) =>
    tf.grad((a) => stacked(run(a as Tensor3D, recurrent), "state"))(inputs, dy) as Tensor3D,

  productDeltas: (deltas) => deltas,
};
