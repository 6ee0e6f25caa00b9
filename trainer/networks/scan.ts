import { hasScanKernels } from "../kernels/scan";
import { type Tensor, type Tensor2D, type Tensor3D, tf } from "../tensorflow";

/**
 * Recurrences over time as one differentiable operation each. A recurrent net composed of single operations
 * spends its time on the tape: its backward pass adds up T gradients of one matrix and goes through every slice.
 * Here the gradient of a scan is another scan plus products over all steps at once, and since these are
 * differentiable operations again, gradients of every order are right.
 */

type Direction = "forward" | "backward";

/**
 * h_t = tanh(a_t + h_(t-1) W) with h before the first step 0: a vanilla recurrent net (Elman 1990).
 * `inputs` a: [time, batch, hidden]; `recurrent` W: [hidden, hidden]. Returns every h, [time, batch, hidden].
 */
export function tanhScan(inputs: Tensor3D, recurrent: Tensor2D): Tensor3D {
  return tf.customGrad<Tensor3D>((...args) => {
    const [a, matrix, save] = args as [Tensor3D, Tensor2D, Save];
    const value = hasScanKernels(tf, a.shape)
      ? (tf.engine().runKernel("TanhScan", { inputs: a, recurrent: matrix }) as Tensor3D)
      : scan(a, "forward", (input, previous) =>
          tf.tanh(previous ? tf.add(input, tf.matMul(previous, matrix)) : input),
        );
    save([value, matrix]);
    return {
      value,
      gradFunc: (dy, saved) => {
        const [hidden, weights] = saved as [Tensor3D, Tensor2D];
        const derivative = tf.sub(1, tf.square(hidden)) as Tensor3D;
        const delta = linearScan(dy, derivative, tf.transpose(weights), "backward");
        const [time, batch, size] = hidden.shape;
        if (time === 1) return [delta, tf.zerosLike(weights)];
        // The first step has no state before it.
        const before = tf.slice(hidden, [0, 0, 0], [time - 1, batch, size]);
        return [delta, sumOfOuterProducts(before, tf.slice(delta, [1, 0, 0], [time - 1, batch, size]))];
      },
    };
  })(inputs, recurrent);
}

/**
 * z_t = (s_t + z_p M) * d_t, where p is the step before t in `direction` and z before the first is 0: the
 * back-propagation through time of `tanhScan`. Its gradient is a scan in the other direction with M transposed.
 */
export function linearScan(
  terms: Tensor3D,
  derivative: Tensor3D,
  matrix: Tensor2D,
  direction: Direction,
): Tensor3D {
  const opposite = direction === "forward" ? "backward" : "forward";
  return tf.customGrad<Tensor3D>((...args) => {
    const [s, d, m, save] = args as [Tensor3D, Tensor3D, Tensor2D, Save];
    const value = hasScanKernels(tf, s.shape)
      ? (tf
          .engine()
          .runKernel(
            "LinearScan",
            { terms: s, derivative: d, matrix: m },
            { backward: direction === "backward" },
          ) as Tensor3D)
      : composedLinearScan(s, d, m, direction);
    save([value, s, d, m]);
    return {
      value,
      gradFunc: (dy, saved) => {
        const [z, s, d, m] = saved as [Tensor3D, Tensor3D, Tensor3D, Tensor2D];
        const transposed = tf.transpose(m);
        const delta = linearScan(dy, d, transposed, opposite);
        const before = delayed(z, direction);
        const byDerivative = tf.mul(
          tf.add(dy, timesMatrix(delayed(delta, opposite), transposed)),
          tf.add(s, timesMatrix(before, m)),
        );
        return [delta, byDerivative, sumOfOuterProducts(before, delta)];
      },
    };
  })(terms, derivative, matrix);
}

type Save = (tensors: Tensor[]) => void;

function composedLinearScan(s: Tensor3D, d: Tensor3D, m: Tensor2D, direction: Direction): Tensor3D {
  const derivatives = tf.unstack(d);
  return scan(s, direction, (term, previous, time) =>
    tf.mul(previous ? tf.add(term, tf.matMul(previous, m)) : term, derivatives[time]!),
  );
}

/** Runs `step` over the slices of `terms` along time and stacks its results in the order of time. */
function scan(
  terms: Tensor3D,
  direction: Direction,
  step: (term: Tensor2D, previous: Tensor2D | undefined, time: number) => Tensor,
): Tensor3D {
  const slices = tf.unstack(terms) as Tensor2D[];
  const results = new Array<Tensor2D>(slices.length);
  let previous: Tensor2D | undefined;
  for (let index = 0; index < slices.length; index += 1) {
    const time = direction === "forward" ? index : slices.length - 1 - index;
    previous = step(slices[time]!, previous, time) as Tensor2D;
    results[time] = previous;
  }
  return tf.stack(results) as Tensor3D;
}

/** At each step the slice of the step before it in `direction`; zeros at the first. */
function delayed(tensor: Tensor3D, direction: Direction): Tensor3D {
  const [time, batch, hidden] = tensor.shape;
  const edge = tf.zeros([1, batch, hidden]) as Tensor3D;
  return direction === "forward"
    ? tf.concat([edge, tf.slice(tensor, [0, 0, 0], [time - 1, batch, hidden])])
    : tf.concat([tf.slice(tensor, [1, 0, 0], [time - 1, batch, hidden]), edge]);
}

function timesMatrix(tensor: Tensor3D, matrix: Tensor2D): Tensor3D {
  return tf.reshape(tf.matMul(rowsOf(tensor), matrix), [tensor.shape[0], tensor.shape[1], matrix.shape[1]]);
}

/** Sum over time and batch of left (as a column) times right (as a row). */
function sumOfOuterProducts(left: Tensor3D, right: Tensor3D): Tensor2D {
  return tf.matMul(rowsOf(left), rowsOf(right), true, false);
}

function rowsOf(tensor: Tensor3D): Tensor2D {
  return tf.reshape(tensor, [tensor.shape[0] * tensor.shape[1], tensor.shape[2]]);
}
