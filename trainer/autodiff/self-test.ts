import { GradiometerError } from "../../db/contract/errors";
import type { Scalar, Tensor, Tensorflow } from "../tensorflow";

const defaults = {
  /** Tests of each tensor of weights, each in a direction of its own. */
  directions: 2,
  /** A gradient that misses a term is off by tens of percent; a right one agrees within 1% at the best step. */
  tolerance: 0.05,
  /**
   * Steps, as shares of the weights' norm, tried until one agrees. Large ones cross kinks: with rectifiers the
   * norm of an input gradient jumps where a unit switches, and its derivative (almost everywhere) does not know.
   * Small ones drown in the rounding of float32.
   */
  relativeSteps: [1e-2, 3e-3, 1e-3, 3e-4, 1e-4],
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
 * Throws a GradiometerError that names the tensor when no step agrees. Costs 4 to 40 evaluations a tensor.
 */
export function checkSecondOrder(
  tf: Tensorflow,
  loss: (weights: readonly Tensor[]) => Scalar,
  weights: readonly Tensor[],
  options: { names?: readonly string[] } = {},
): void {
  tf.tidy(() => {
    const { value, grads } = tf.engine().gradients(() => loss(weights), [...weights], undefined, true);
    const lossValue = value.dataSync()[0]!;
    if (!Number.isFinite(lossValue)) return;
    const valueAt = (index: number, moved: Tensor) =>
      tf.tidy(() => loss(weights.map((weight, other) => (other === index ? moved : weight)))).dataSync()[0]!;

    for (const [index, weight] of weights.entries()) {
      for (let direction = 0; direction < defaults.directions; direction += 1) {
        tf.tidy(() => {
          const gradient = grads[index] ?? tf.zerosLike(weight);
          const along = directionFrom(tf, gradient, 1 + index * defaults.directions + direction);
          const computed = scalarOf(tf.sum(tf.mul(gradient, along)));
          const difference = (step: number) => {
            const move = tf.mul(along, step);
            const above = valueAt(index, tf.add(weight, move));
            return (above - valueAt(index, tf.sub(weight, move))) / (2 * step);
          };
          const mismatch = compare(computed, lossValue, normOf(tf, weight), difference);
          if (mismatch === null) return;
          const name = options.names?.[index] ?? `tensor ${index} [${weight.shape}]`;
          throw new GradiometerError(
            "unavailable",
            `Self-test failed: the second-order gradient of ${name} on backend "${tf.getBackend()}" is ${computed.toPrecision(4)} ` +
              `along a test direction, central differences say ${mismatch.toPrecision(4)}. A gradient penalty would train on wrong ` +
              "numbers: use another backend, or compose the network from operations with a second derivative",
          );
        });
      }
    }
  });
}

/** null when some step agrees, else the closest difference. */
function compare(
  computed: number,
  loss: number,
  weightNorm: number,
  difference: (step: number) => number,
): number | null {
  let closest = Number.NaN;
  for (const relativeStep of defaults.relativeSteps) {
    const step = relativeStep * Math.max(weightNorm, 0.1);
    const expected = difference(step);
    const error = Math.abs(computed - expected);
    const scale = Math.max(Math.abs(computed), Math.abs(expected));
    if (error <= defaults.tolerance * scale + (defaults.rounding * Math.abs(loss)) / step) return null;
    if (!(Math.abs(computed - closest) <= error)) closest = expected;
  }
  return closest;
}

/**
 * A unit vector half along the gradient, where the signal is, and half random, where a missing term may hide.
 * Where the gradient is 0 it is random.
 */
function directionFrom(tf: Tensorflow, gradient: Tensor, seed: number): Tensor {
  const random = tf.randomNormal(gradient.shape, 0, 1, "float32", seed);
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

function scalarOf(tensor: Tensor): number {
  return tensor.dataSync()[0]!;
}
