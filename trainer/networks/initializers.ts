import type { Initialization } from "../../db/contract/architecture";
import type { Random } from "../random";

/** A weight's place in its layer: how many numbers one output sums up, and how many one input reaches. */
export interface Fans {
  fanIn: number;
  fanOut: number;
  /** Units or channels of the layer: the last axis of its weight. */
  outputs: number;
}

/**
 * Draws a weight whose last axis is that of the outputs.
 *
 * | name           | distribution                           | source                        |
 * |----------------|----------------------------------------|-------------------------------|
 * | fan-in-uniform | U(-b, b), b = 1 / sqrt(fan-in)         | PyTorch's default             |
 * | he-normal      | N(0, 2 / fan-in)                       | He et al. 2015, for ReLU      |
 * | he-uniform     | U(-b, b), b = sqrt(6 / fan-in)         | the same variance             |
 * | glorot-normal  | N(0, 2 / (fan-in + fan-out))           | Glorot & Bengio 2010, tanh    |
 * | glorot-uniform | U(-b, b), b = sqrt(6 / (in + out))     | the same variance             |
 * | orthogonal     | gain x a uniformly random orthogonal matrix | Saxe, McClelland & Ganguli 2014 |
 * | identity       | gain x the identity, cut or filled up with zeros | Le, Jaitly & Hinton 2015, for recurrent matrices |
 * | normal         | N(0, sigma^2)                          | DCGAN (Radford 2016), sigma .02 |
 * | scaled-normal  | N(0, sigma^2 / fan-in)                 | mean-field theory (Poole 2016, Schoenholz 2017) |
 */
export function drawWeight(
  values: Float32Array,
  { fanIn, fanOut, outputs }: Fans,
  initialization: Initialization,
  random: Random,
): void {
  const uniform = (bound: number) => random.fillUniform(values, -bound, bound);
  const normal = (variance: number) => random.fillNormal(values, Math.sqrt(variance));
  switch (initialization.name) {
    case "fan-in-uniform":
      uniform(1 / Math.sqrt(fanIn));
      break;
    case "he-normal":
      normal(2 / fanIn);
      break;
    case "he-uniform":
      uniform(Math.sqrt(6 / fanIn));
      break;
    case "glorot-normal":
      normal(2 / (fanIn + fanOut));
      break;
    case "glorot-uniform":
      uniform(Math.sqrt(6 / (fanIn + fanOut)));
      break;
    case "orthogonal":
      drawOrthogonal(values, outputs, initialization.gain, random);
      break;
    case "identity":
      values.fill(0);
      for (let entry = 0; entry < Math.min(outputs, values.length / outputs); entry += 1)
        values[entry * (outputs + 1)] = initialization.gain;
      break;
    case "normal":
      random.fillNormal(values, initialization.sigma);
      break;
    case "scaled-normal":
      random.fillNormal(values, initialization.sigma / Math.sqrt(fanIn));
      break;
  }
}

/** Draws a bias; it stays 0 but where its initialization says otherwise. */
export function drawBias(
  values: Float32Array,
  { fanIn }: Pick<Fans, "fanIn">,
  initialization: Initialization,
  random: Random,
): void {
  const bound = 1 / Math.sqrt(fanIn);
  if (initialization.name === "fan-in-uniform") random.fillUniform(values, -bound, bound);
  if (initialization.name === "scaled-normal" && initialization.biasSigma > 0)
    random.fillNormal(values, initialization.biasSigma);
}

/**
 * A matrix [inputs, outputs] with orthonormal columns, or rows where there are fewer of them: normal vectors made
 * orthogonal one after another (Gram-Schmidt, twice over for rounding), which yields every such matrix with the
 * same probability. In float64.
 */
function drawOrthogonal(values: Float32Array, outputs: number, gain: number, random: Random): void {
  const inputs = values.length / outputs;
  const [count, length] = outputs <= inputs ? [outputs, inputs] : [inputs, outputs];
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = Float64Array.from({ length }, () => random.normal());
    for (let pass = 0; pass < 2; pass += 1)
      for (const other of vectors) {
        const share = dot(vector, other);
        for (let index = 0; index < length; index += 1)
          vector[index] = vector[index]! - share * other[index]!;
      }
    const norm = Math.sqrt(dot(vector, vector));
    if (norm > 1e-6) vectors.push(vector.map((entry) => entry / norm));
  }
  for (const [number, vector] of vectors.entries())
    for (const [index, entry] of vector.entries())
      values[outputs <= inputs ? index * outputs + number : number * outputs + index] = gain * entry;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += a[index]! * b[index]!;
  return sum;
}
