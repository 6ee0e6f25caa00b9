import type { Network } from "../networks/network";
import { weightsOf } from "../networks/network";
import type { Random } from "../random";
import { type Scalar, type Tensor, tf } from "../tensorflow";
import { norm } from "./gradient-norm";

const defaults = {
  mostIterations: 20,
  /** Relative change between iterations at which the estimate stands: enough for a chart on a logarithmic axis. */
  tolerance: 0.02,
};

/**
 * Curvature: the eigenvalue of largest absolute value of the loss's Hessian by a network's weights.
 *
 * Method: power iteration v <- H v / norm(H v); the estimate is v'Hv. Each product is exact, the gradient of
 * <gradient of L, v> (Pearlmutter 1994), never the matrix. It starts from the gradient, which lies mostly in the top
 * eigenspace (Gur-Ari et al. 2018), plus a random direction in case it does not.
 * Source: Yao et al. 2020 (PyHessian); Cohen et al. 2021: plain gradient descent with a rate above 2 / curvature
 * diverges along that direction, and training often drives the curvature up to there.
 * Misleads: 2 / rate is no bound for Adam, which divides by its own scale. Of one batch, so noisy; of the loss
 * without penalties, whose Hessian would need third derivatives. Networks of rectifiers are linear between kinks, and
 * the kinks do not count. Where two eigenvalues of opposite sign are as large, it settles on neither.
 * Cost: 3 to 20 products of two to three gradients each.
 *
 * `loss` must be the same function at every call. NaN where a product is not finite, 0 where the loss is linear.
 */
export function curvature(
  network: Network,
  loss: (weights: readonly Tensor[]) => Scalar,
  random: Random,
  { mostIterations, tolerance } = defaults,
): number {
  const gradient = hessianProduct(network, loss);
  const direction = random.fillNormal(new Float32Array(network.values.length));
  const [length, noise] = [norm(gradient), norm(direction)];
  for (let index = 0; index < direction.length; index += 1)
    direction[index] = direction[index]! / noise + (length > 0 ? gradient[index]! / length : 0);
  let estimate = 0;
  for (let iteration = 0; iteration < mostIterations; iteration += 1) {
    normalize(direction);
    const image = hessianProduct(network, loss, direction);
    const next = dot(direction, image);
    const change = Math.abs(next - estimate);
    estimate = next;
    direction.set(image);
    if (!Number.isFinite(next) || norm(image) === 0) break;
    if (iteration > 1 && change <= tolerance * Math.abs(next)) break;
  }
  return estimate;
}

/** H v, or the gradient where no v is given; as long as the network's weights, in their order. */
export function hessianProduct(
  network: Network,
  loss: (weights: readonly Tensor[]) => Scalar,
  v?: Float32Array,
): Float32Array {
  const product = new Float32Array(network.values.length);
  tf.tidy(() => {
    const weights = weightsOf(network);
    const along =
      v && network.parameters.map(({ shape, start, end }) => tf.tensor(v.slice(start, end), shape));
    const slopeAlong = (): Scalar => {
      const { grads } = tf.engine().gradients(() => loss(weights), weights, undefined, true);
      return grads
        .map((grad, index) => tf.sum<Scalar>(tf.mul(grad ?? tf.zerosLike(weights[index]!), along![index]!)))
        .reduce((sum, term) => tf.add(sum, term));
    };
    const value = along ? slopeAlong : () => loss(weights);
    const { grads } = tf.engine().gradients(value, weights, undefined, true);
    network.parameters.forEach(({ start }, index) => {
      const grad = grads[index];
      if (grad) product.set(grad.dataSync<"float32">(), start);
    });
  });
  return product;
}

function normalize(vector: Float32Array): void {
  const length = norm(vector);
  for (let index = 0; index < vector.length; index += 1) vector[index] = vector[index]! / length;
}

function dot(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += left[index]! * right[index]!;
  return sum;
}
