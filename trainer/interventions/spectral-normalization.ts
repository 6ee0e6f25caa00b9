import type { Parameter } from "../networks/network";
import type { Random } from "../random";
import type { StateRegistry } from "../state/state-registry";
import { type Scalar, type Tensor, type Tensor2D, tf } from "../tensorflow";
import type { NormalizationOf } from "./intervention";

/** Power iterations when a run starts, so that its first updates have the right sigma already. */
const firstIterations = 20;

/**
 * Spectral normalization: each weight matrix W is used as W / sigma(W), sigma its largest singular value, which bounds
 * a discriminator's Lipschitz constant by 1 layer by layer. A convolution's [k, k, inputs, filters] counts as the
 * matrix [k k inputs, filters]. Biases, gains and embeddings stay.
 *
 * sigma = u' W v, with u and v kept from update to update and brought nearer to the singular vectors by one power
 * iteration each (u <- W v / norm, v <- W' u / norm); they enter the gradient as constants, sigma through W.
 * Source: Miyato, Kataoka, Koyama & Yoshida 2018, algorithm 1.
 * Misleads: the bound of a convolution is that of its reshaped matrix, not of its linear map; with layers of gain 1
 * and slopes below 1 a deep discriminator's slope lies well below 1, and with the Wasserstein objective it learns
 * slowly. Weight norms say nothing any more: W may grow freely.
 */
export function spectralNormalization({ iterations }: { iterations: number }): NormalizationOf {
  return ({ parameters }, random, state) => {
    const normalized = parameters.map((parameter) =>
      parameter.name === "weight" && parameter.shape.length > 1
        ? singularVectors(parameter, random, state)
        : undefined,
    );
    for (const vectors of normalized) vectors?.iterate(firstIterations);
    return {
      refresh() {
        for (const vectors of normalized) vectors?.iterate(iterations);
      },
      apply: (weights) =>
        weights.map((weight, index) => {
          const vectors = normalized[index];
          return vectors ? tf.div(weight, vectors.sigma(weight)) : weight;
        }),
    };
  };
}

/** The first singular vectors of a weight matrix [rows, columns], followed as it changes. */
function singularVectors({ layer, shape, values }: Parameter, random: Random, state: StateRegistry) {
  const columns = shape.at(-1)!;
  const rows = values.length / columns;
  const left = new Float32Array(rows);
  const right = normalize(random.fillNormal(new Float32Array(columns)));
  state.array(`${layer}/left`, left);
  state.array(`${layer}/right`, right);
  return {
    iterate(times: number) {
      for (let time = 0; time < times; time += 1) {
        for (let row = 0; row < rows; row += 1) {
          let sum = 0;
          for (let column = 0; column < columns; column += 1)
            sum += values[row * columns + column]! * right[column]!;
          left[row] = sum;
        }
        normalize(left);
        right.fill(0);
        for (let row = 0; row < rows; row += 1)
          for (let column = 0; column < columns; column += 1)
            right[column] = right[column]! + values[row * columns + column]! * left[row]!;
        normalize(right);
      }
    },
    sigma(weight: Tensor): Scalar {
      const matrix = tf.reshape(weight, [rows, columns]) as Tensor2D;
      const u = tf.tensor2d(left.slice(), [1, rows]);
      const v = tf.tensor2d(right.slice(), [columns, 1]);
      return tf.reshape(tf.matMul(tf.matMul(u, matrix), v), []);
    },
  };
}

/** To norm 1, in place; a vector of zeros stays. */
function normalize(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const norm = Math.sqrt(squares);
  if (norm > 0) for (let index = 0; index < vector.length; index += 1) vector[index] = vector[index]! / norm;
  return vector;
}
