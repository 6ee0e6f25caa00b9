import { type Tensor, type Tensor2D, type Tensor3D, tf } from "../tensorflow";

/**
 * Gated recurrent nets over time as one differentiable operation each: forward and backward go step by step with as
 * few operations as they can, everything else is made for all steps at once, and nothing of it is on the tape.
 *
 * Everything is features first, [time, features, batch]: a gate is then a stretch of rows, and slicing it is free.
 */
export interface GatedCell {
  /** The states and what `deltas` needs of the steps besides. `recurrent`: [hidden, gates hidden]. */
  forward(inputs: Tensor3D, recurrent: Tensor2D): { states: Tensor3D; kept: Tensor3D[] };
  /** Gradients by the inputs' rows, below them those by rows of the recurrent product that differ from them. */
  deltas(dy: Tensor3D, states: Tensor3D, kept: readonly Tensor3D[], recurrent: Tensor2D): Tensor3D;
  /** The same deltas from the tape: what they are differentiated by. */
  composedDeltas(dy: Tensor3D, inputs: Tensor3D, recurrent: Tensor2D): Tensor3D;
  /** Gradients by the recurrent product's rows, of the deltas. */
  productDeltas(deltas: Tensor3D): Tensor3D;
}

/**
 * `inputs`: [time, gates hidden, batch], what the inputs add to each gate; `recurrent`: [hidden, gates hidden].
 * Returns every state, [time, hidden, batch]. Gradients of first order run on the cell's own backward pass, those of
 * higher order on the same net composed of single operations: right, and slower.
 */
export function gatedScan(cell: GatedCell, inputs: Tensor3D, recurrent: Tensor2D): Tensor3D {
  return tf.customGrad<Tensor3D>((...args) => {
    const [a, w, save] = args as [Tensor3D, Tensor2D, Save];
    const { states, kept } = cell.forward(a, w);
    save([states, a, w, ...kept]);
    return {
      value: states,
      gradFunc: (dy, saved) => {
        const [states, a, w, ...kept] = saved as [Tensor3D, Tensor3D, Tensor2D, ...Tensor3D[]];
        const deltas = differentiableDeltas(cell, dy, a, w, () => cell.deltas(dy, states, kept, w));
        const byMatrix = sumOfOuterProducts(delayed(states), cell.productDeltas(deltas));
        return [rows(deltas, 0, a.shape[1]), byMatrix];
      },
    };
  })(inputs, recurrent);
}

/** `compute`, with the gradient of the deltas' composed form. */
function differentiableDeltas(
  cell: GatedCell,
  dy: Tensor3D,
  inputs: Tensor3D,
  recurrent: Tensor2D,
  compute: () => Tensor3D,
): Tensor3D {
  return tf.customGrad<Tensor3D>((...args) => {
    const save = args.at(-1) as unknown as Save;
    save(args.slice(0, -1) as Tensor[]);
    return {
      value: compute(),
      gradFunc: (ddeltas, saved) =>
        tf.grads((...moved: Tensor[]) =>
          cell.composedDeltas(moved[0] as Tensor3D, moved[1] as Tensor3D, moved[2] as Tensor2D),
        )(saved, ddeltas),
    };
  })(dy, inputs, recurrent);
}

type Save = (tensors: Tensor[]) => void;

/** Rows from `start` on, of a step [features, batch] or of all steps. */
export function rows<T extends Tensor2D | Tensor3D>(tensor: T, start: number, count: number): T {
  if (start === 0 && count === tensor.shape.at(-2)) return tensor;
  const begin = tensor.rank === 3 ? [0, start, 0] : [start, 0];
  return tf.slice(tensor, begin, tensor.rank === 3 ? [-1, count, -1] : [count, -1]) as T;
}

/** What each step holds under `key`, over all steps: [time, features, batch]. */
export const stacked = <Key extends string>(
  steps: readonly Readonly<Record<Key, Tensor2D>>[],
  key: Key,
): Tensor3D => tf.stack(steps.map((each) => each[key])) as Tensor3D;

/** At each step the state of the step before it; zeros at the first. */
export function delayed(states: Tensor3D): Tensor3D {
  const [time, hidden, batch] = states.shape;
  const none = tf.zeros([1, hidden, batch]) as Tensor3D;
  return tf.concat([none, tf.slice(states, [0, 0, 0], [time - 1, hidden, batch])]);
}

/** Sum over time and batch of left (as a column) times right (as a row). */
function sumOfOuterProducts(left: Tensor3D, right: Tensor3D): Tensor2D {
  const columns = tf.reshape(tf.transpose(left, [1, 0, 2]), [left.shape[1], -1]);
  const rows = tf.reshape(tf.transpose(right, [0, 2, 1]), [-1, right.shape[1]]);
  return tf.matMul(columns as Tensor2D, rows as Tensor2D);
}
