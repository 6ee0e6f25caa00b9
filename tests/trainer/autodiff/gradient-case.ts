import type { Tensor, Tensorflow } from "../../../trainer/tensorflow";

/**
 * A function of some tensors whose first and second-order gradients are compared with finite differences.
 * The second order is what a gradient penalty computes: d/d(everything) of |d out/d(first tensor)|^2.
 */
export interface GradientCase {
  name: string;
  shapes: number[][];
  output: (tf: Tensorflow, tensors: Tensor[]) => Tensor;
  /** Values are drawn from [-scale, scale], or [low, high]. */
  range?: [low: number, high: number];
  /** "refused": the second order must throw a GradiometerError. */
  secondOrder?: "right" | "refused";
  /** No first-order gradient either. */
  firstOrder?: "right" | "refused";
}

export type Outcome = "right" | "wrong" | "refused" | "error";
export interface GradientResult {
  name: string;
  order: 1 | 2;
  /** Tensors still alive afterwards that were not before. */
  leaked: number;
  outcome: Outcome;
  detail: string;
}

const directionsPerTensor = 3;
/** Values are drawn anew, this often at most, when a kink (of a relu, say) is within reach of the differences. */
const attempts = 20;
/**
 * Central differences of float32 functions, step h and 2h combined (Richardson), so the error is O(h^4) plus
 * rounding of about 1e-7 |f| / h. Wrong gradients miss whole terms: they are off by tens of percent.
 */
const stepSize = 0.01;
const tolerance = 0.02;
const kinkTolerance = 0.02;

export function checkCase(tf: Tensorflow, gradientCase: GradientCase): GradientResult[] {
  return ([1, 2] as const).map((order) => {
    const before = tf.memory().numTensors;
    const [outcome, detail] = outcomeOf(tf, gradientCase, order);
    return { name: gradientCase.name, order, outcome, detail, leaked: tf.memory().numTensors - before };
  });
}

function outcomeOf(tf: Tensorflow, gradientCase: GradientCase, order: 1 | 2): [Outcome, string] {
  try {
    let complaints = kinkFound;
    for (let attempt = 0; attempt < attempts && complaints === kinkFound; attempt += 1)
      complaints = tf.tidy(() =>
        compare(tf, gradientCase, order, seededRandom(`${gradientCase.name} ${attempt}`)),
      );
    return [complaints === "" ? "right" : "wrong", complaints];
  } catch (error) {
    const { name, message } = error as Error;
    return [name === "GradiometerError" ? "refused" : "error", message];
  }
}

const kinkFound = "a kink near every point";

function compare(
  tf: Tensorflow,
  { shapes, output, range }: GradientCase,
  order: 1 | 2,
  random: () => number,
): string {
  const [low, high] = range ?? [-1, 1];
  const draw = (shape: number[]) =>
    tf.tensor(
      Array.from({ length: size(shape) }, () => low + (high - low) * random()),
      shape,
    );
  const tensors = shapes.map(draw);
  // Random weights for each output, so that sums which are constant (softmax) do not hide anything.
  const weights = tf.tidy(() => {
    const { shape } = output(tf, tensors);
    return tf.tensor(
      Array.from({ length: size(shape) }, () => 0.5 + random()),
      shape,
    );
  });
  const loss = (...arguments_: Tensor[]) => tf.sum(tf.mul(output(tf, arguments_), weights));
  const penalty = (...arguments_: Tensor[]) => {
    const [first, ...rest] = arguments_;
    const [gradient] = gradients(tf, (...inner) => loss(inner[0]!, ...rest), [first!]);
    return tf.sum(tf.square(gradient!));
  };
  const target = order === 1 ? loss : penalty;
  const value = (arguments_: Tensor[]) => tf.tidy(() => target(...arguments_)).dataSync()[0]!;

  const computed = gradients(tf, target, tensors);
  const complaints: string[] = [];
  for (const [index, tensor] of tensors.entries()) {
    const gradient = computed[index] ?? tf.zerosLike(tensor);
    const norm = Math.sqrt(tf.sum(tf.square(gradient)).dataSync()[0]!);
    for (let direction = 0; direction < directionsPerTensor; direction += 1) {
      const unit = tf.tensor(
        Array.from({ length: tensor.size }, () => (random() < 0.5 ? -1 : 1) / Math.sqrt(tensor.size)),
        tensor.shape,
      );
      const at = (step: number) =>
        value(
          tensors.map((other, position) => (position === index ? tf.add(other, tf.mul(unit, step)) : other)),
        );
      const centre = at(0);
      const [before2, before1, after1, after2] = [-2, -1, 1, 2].map((steps) => at(steps * stepSize)) as Four;
      const near = (after1 - before1) / (2 * stepSize);
      const far = (after2 - before2) / (4 * stepSize);
      // The mean slope differs by O(h^2) between both distances and the jump of slope at the centre is O(h) at
      // each, unless there is a kink; then a difference says nothing. Looking at function values only, this
      // cannot hide a wrong gradient.
      const jumpNear = (after1 - 2 * centre + before1) / stepSize;
      const jumpFar = (after2 - 2 * centre + before2) / (2 * stepSize);
      const kink = Math.max(Math.abs(near - far), Math.abs(jumpFar - 2 * jumpNear));
      if (kink > kinkTolerance * Math.max(Math.abs(near), Math.abs(far)) + 5e-3) return kinkFound;
      const expected = (4 * near - far) / 3;
      const actual = tf.sum(tf.mul(gradient, unit)).dataSync()[0]!;
      const allowed = tolerance * Math.max(norm / Math.sqrt(tensor.size), Math.abs(expected)) + 2e-4;
      if (!(Math.abs(actual - expected) <= allowed))
        complaints.push(`tensor ${index}: ${actual} instead of ${expected}`);
    }
  }
  return complaints.join("; ");
}

/** tf.grads, with null instead of an error where a tensor has no influence. */
function gradients(tf: Tensorflow, f: (...xs: Tensor[]) => Tensor, xs: Tensor[]): Array<Tensor | null> {
  const engine = tf.engine() as unknown as {
    gradients(
      f: () => Tensor,
      xs: Tensor[],
      dy: null,
      allowNoGradients: boolean,
    ): { grads: Array<Tensor | null> };
  };
  return engine.gradients(() => f(...xs), xs, null, true).grads;
}

const size = (shape: number[]) => shape.reduce((product, extent) => product * extent, 1);

type Four = [number, number, number, number];

/** Mulberry32, seeded by the case's name. */
function seededRandom(name: string): () => number {
  let state = [...name].reduce(
    (hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16777619),
    2166136261,
  );
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
