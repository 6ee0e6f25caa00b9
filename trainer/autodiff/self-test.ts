import { GradiometerError } from "../../db/contract/errors";
import type { Scalar, Tensor, Tensorflow } from "../tensorflow";

const defaults = {
  /** Directions, of those tried, in which a tensor's gradient must agree. A wrong one agrees in next to none. */
  agreements: 2,
  directions: 6,
  /** A gradient that misses a term is off by tens of percent; a right one agrees within 1% at the best step. */
  tolerance: 0.05,
  /**
   * Steps, as shares of the weights' norm, tried until one agrees. Large ones cross kinks: with rectifiers the
   * norm of an input gradient jumps where a unit switches, and its derivative (almost everywhere) does not know.
   * Small ones drown in the rounding of float32.
   */
  relativeSteps: [1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5],
  /** Rounding of a float32 loss that is a sum of many terms, relative to the loss. */
  rounding: 3e-7,
};

/**
 * Self-test before the first step of a run with a gradient penalty: is the gradient of its own loss right?
 *
 * `loss` maps the weights to the penalized loss on fixed data (the same data at every call; a few examples are
 * enough, and cross fewer kinks). The penalty contains an input gradient, so differentiating the loss takes a
 * mixed Hessian-vector product, d/dtheta |dD/dx|^2 = 2 (d2D/dtheta dx) dD/dx, and this is compared with central
 * differences of the loss, which need first derivatives only:
 *
 *     <g, v>  =  [L(theta + h v) - L(theta - h v)] / 2h,   v = g/|g| + a random unit vector, for each tensor.
 *
 * A one-sided difference counts as well, since often only one side crosses a kink.
 * Throws a GradiometerError that names the tensor when no step agrees. Costs 4 to 70 evaluations a tensor.
 */
export function checkSecondOrder(
  tf: Tensorflow,
  loss: (weights: readonly Tensor[]) => Scalar,
  weights: readonly Tensor[],
  options: { names?: readonly string[] } = {},
): void {
  tf.tidy(() => {
    const { value, grads } = tf.engine().gradients(() => loss(weights), [...weights], undefined, true);
    const lossValue = scalarOf(value);
    if (!Number.isFinite(lossValue)) return;
    for (const [index, weight] of weights.entries()) {
      const gradient = grads[index] ?? tf.zerosLike(weight);
      const size = normOf(tf, weight);
      let agreements = 0;
      let mismatch: Mismatch | null = null;
      for (let attempt = 0; attempt < defaults.directions && agreements < defaults.agreements; attempt += 1) {
        const found = inTidy(tf, () => {
          const along = directionFrom(tf, gradient, 1 + index * defaults.directions + attempt);
          const computed = scalarOf(tf.sum(tf.mul(gradient, along)));
          const valueAt = (step: number) => {
            const value = tf.tidy(() => {
              const moved = tf.add(weight, tf.mul(along, step));
              return loss(weights.map((other, position) => (position === index ? moved : other)));
            });
            return scalarOf(value);
          };
          return compare(computed, lossValue, Math.max(size, 0.1), valueAt);
        });
        if (found === null) agreements += 1;
        else mismatch = found;
      }
      if (agreements >= defaults.agreements || mismatch === null) continue;
      throw new GradiometerError(
        "unavailable",
        `Self-test failed: the second-order gradient of ${options.names?.[index] ?? `tensor ${index} [${weight.shape}]`} on ` +
          `backend "${tf.getBackend()}" is ${mismatch.computed.toPrecision(4)} along a test direction, differences of the ` +
          `loss say ${mismatch.expected.toPrecision(4)}. A gradient penalty would train on wrong numbers: use another ` +
          "backend, or compose the network from operations with a second derivative",
      );
    }
  });
}

interface Mismatch {
  computed: number;
  expected: number;
}

/** null when the differences at some step agree, else the closest one. */
function compare(
  computed: number,
  loss: number,
  weightNorm: number,
  valueAt: (step: number) => number,
): Mismatch | null {
  let expected = Number.NaN;
  for (const relativeStep of defaults.relativeSteps) {
    const step = relativeStep * weightNorm;
    const [before, after] = [valueAt(-step), valueAt(step)];
    const differences = [(after - before) / (2 * step), (after - loss) / step, (loss - before) / step];
    for (const difference of differences) {
      const error = Math.abs(computed - difference);
      const scale = Math.max(Math.abs(computed), Math.abs(difference));
      if (error <= defaults.tolerance * scale + (defaults.rounding * Math.abs(loss)) / step) return null;
      if (!(Math.abs(computed - expected) <= error)) expected = difference;
    }
  }
  return { computed, expected };
}

/**
 * A unit vector half along the gradient, where the signal is, and half random, where a missing term may hide.
 * Where the gradient is 0 it is random.
 */
function directionFrom(tf: Tensorflow, gradient: Tensor, seed: number): Tensor {
  const drawn = tf.randomNormal(gradient.shape, 0, 1, "float32", seed);
  // On the gradient's side: opposite halves would cancel, and in a tensor of one entry leave nothing.
  const random = scalarOf(tf.sum(tf.mul(drawn, gradient))) < 0 ? tf.neg(drawn) : drawn;
  const norm = normOf(tf, gradient);
  const mixed = tf.add(
    tf.div(random, normOf(tf, random)),
    norm > 0 ? tf.div(gradient, norm) : tf.zerosLike(gradient),
  );
  return tf.div(mixed, normOf(tf, mixed));
}

/** Scaled by the maximum first: squares of small gradients underflow float32. */
function normOf(tf: Tensorflow, tensor: Tensor): number {
  const maximum = scalarOf(tf.max(tf.abs(tensor)));
  if (!(maximum > 0)) return 0;
  return maximum * Math.sqrt(scalarOf(tf.sum(tf.square(tf.div(tensor, maximum)))));
}

/** tf.tidy for what is no tensor. */
function inTidy<T>(tf: Tensorflow, f: () => T): T {
  let result: T;
  tf.tidy(() => {
    result = f();
  });
  return result!;
}

function scalarOf(tensor: Tensor): number {
  return tensor.dataSync()[0]!;
}
