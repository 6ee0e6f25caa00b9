import { type Tensor2D, type Tensor3D, tf } from "../tensorflow";
import { delayed, type GatedCell, gatedScan, rows, stacked } from "./gated-scan";

/**
 * Gated recurrent unit over time, in the form that cuDNN and PyTorch compute (the reset gate acts after the
 * product). With a_t = [r; z; n] and W^T h_(t-1) = [r'; z'; n'] in blocks of `hidden` rows:
 *
 *     n_t = tanh(n + sigmoid(r + r') n'),   h_t = n_t + sigmoid(z + z') (h_(t-1) - n_t),   h at first 0.
 *
 * `inputs` a: [time, 3 hidden, batch]; `recurrent` W: [hidden, 3 hidden]. Returns every h, [time, hidden, batch].
 */
export function gruScan(inputs: Tensor3D, recurrent: Tensor2D): Tensor3D {
  return gatedScan(cell, inputs, recurrent);
}

interface Step {
  /** Sigmoids of r + r' and z + z'. */
  sigmoids: Tensor2D;
  candidate: Tensor2D;
  /** W^T h_(t-1), and of it n'. */
  product: Tensor2D;
  state: Tensor2D;
}

/** `product`: W^T h of the state before. */
function step(input: Tensor2D, product: Tensor2D, previous: Tensor2D): Step {
  const hidden = previous.shape[0];
  const sigmoids = tf.sigmoid(tf.add(rows(input, 0, 2 * hidden), rows(product, 0, 2 * hidden))) as Tensor2D;
  const reset = rows(sigmoids, 0, hidden);
  const candidate = tf.tanh(
    tf.add(rows(input, 2 * hidden, hidden), tf.mul(reset, rows(product, 2 * hidden, hidden))),
  ) as Tensor2D;
  const kept = tf.mul(rows(sigmoids, hidden, hidden), tf.sub(previous, candidate));
  return { sigmoids, candidate, product, state: tf.add(candidate, kept) as Tensor2D };
}

/** `added`: added to the recurrent products, to differentiate by them. */
function run(inputs: Tensor3D, recurrent: Tensor2D, added?: Tensor3D): Step[] {
  const [, columns, batch] = inputs.shape;
  const matrix = tf.transpose(recurrent);
  const additions = added && (tf.unstack(added) as Tensor2D[]);
  const steps: Step[] = [];
  let state: Tensor2D = tf.zeros([columns / 3, batch]);
  for (const [time, input] of (tf.unstack(inputs) as Tensor2D[]).entries()) {
    const product: Tensor2D = tf.matMul(matrix, state);
    const moved = additions ? (tf.add(product, additions[time]!) as Tensor2D) : product;
    steps.push(step(input, moved, state));
    state = steps.at(-1)!.state;
  }
  return steps;
}

const cell: GatedCell = {
  forward(inputs, recurrent) {
    const steps = run(inputs, recurrent);
    return {
      states: stacked(steps, "state"),
      kept: (["sigmoids", "candidate", "product"] as const).map((key) => stacked(steps, key)),
    };
  },

  /**
   * Backward in time. Every delta is dh_t times a factor that is known for all steps beforehand:
   *
   *     by n: N = (1 - z) (1 - n_t^2),   by n': N r,   by r: N n' r (1 - r),   by z: (h_(t-1) - n_t) z (1 - z)
   *     dh_(t-1) = dy_(t-1) + z dh_t + W [dr; dz; dn']
   */
  deltas(dy, states, [sigmoids, candidate, products], recurrent) {
    const hidden = dy.shape[1];
    const [reset, kept] = [0, 1].map((gate) => rows(sigmoids!, gate * hidden, hidden)) as [
      Tensor3D,
      Tensor3D,
    ];
    const byCandidate = tf.mul(tf.sub(1, kept), tf.sub(1, tf.square(candidate!))) as Tensor3D;
    const byProduct = tf.mul(byCandidate, reset) as Tensor3D;
    const slopes = tf.mul(
      tf.mul(sigmoids!, tf.sub(1, sigmoids!)),
      tf.concat(
        [
          tf.mul(byCandidate, rows(products!, 2 * hidden, hidden)) as Tensor3D,
          tf.sub(delayed(states), candidate!) as Tensor3D,
        ],
        1,
      ),
    ) as Tensor3D;
    const factors = tf.unstack(tf.concat([slopes, byProduct], 1));
    const keeps = tf.unstack(kept);
    const terms = tf.unstack(dy);
    const byStates = new Array<Tensor2D>(terms.length);
    let carried: Tensor2D | undefined;
    for (let time = terms.length - 1; time >= 0; time -= 1) {
      const byState = (carried ? tf.add(terms[time]!, carried) : terms[time]!) as Tensor2D;
      byStates[time] = byState;
      const byProducts = tf.mul(tf.concat([byState, byState, byState]), factors[time]!) as Tensor2D;
      carried = tf.add(tf.matMul(recurrent, byProducts), tf.mul(byState, keeps[time]!)) as Tensor2D;
    }
    const all = tf.stack(byStates) as Tensor3D;
    return tf.mul(tf.concat([all, all, all, all], 1), tf.concat([slopes, byCandidate, byProduct], 1));
  },

  composedDeltas(dy, inputs, recurrent) {
    const states = (a: Tensor3D, added: Tensor3D) => stacked(run(a, recurrent, added), "state");
    const [byInputs, byProducts] = tf.grads((a, added) => states(a as Tensor3D, added as Tensor3D))(
      [inputs, tf.zerosLike(inputs)],
      dy,
    ) as [Tensor3D, Tensor3D];
    const hidden = dy.shape[1];
    return tf.concat([byInputs, rows(byProducts, 2 * hidden, hidden)], 1);
  },

  productDeltas(deltas) {
    const hidden = deltas.shape[1] / 4;
    return tf.concat([rows(deltas, 0, 2 * hidden), rows(deltas, 3 * hidden, hidden)], 1);
  },
};
