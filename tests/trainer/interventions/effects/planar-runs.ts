import type { RunConfigInput } from "../../../../db/contract/run-config";
import { randomStream } from "../../../../trainer/random";
import { type BriefRun, mean, mlp, slopeAt, trainBriefly } from "../train-briefly";

const sizes = [2, 16, 16, 1];
const generatorSizes = [2, 16, 16, 2];
export const ring = {
  workload: "ring-gan",
  hidden: 16,
  layers: 2,
  batchSize: 64,
  steps: 40,
  sampleEvery: 0,
} as const;
export const critic = {
  ...ring,
  objective: "wasserstein",
  discriminatorUpdates: 5,
} as const satisfies RunConfigInput;
export const adam = (learningRate: number) => ({ name: "adam", learningRate, beta1: 0, beta2: 0.9 }) as const;
/** A discriminator that learns fast against a generator that stands still. */
export const classifier = {
  ...ring,
  objective: "non-saturating",
  discriminatorUpdates: 3,
  discriminatorOptimizer: adam(5e-3),
  generatorOptimizer: adam(1e-9),
} as const satisfies RunConfigInput;
export const rnn = {
  workload: "temporal-order-rnn",
  hidden: 10,
  sequenceLength: 20,
  steps: 60,
} as const satisfies RunConfigInput;

export const plainClassifier = () => trainBriefly(classifier, "none");

export type Point = readonly [number, number];
/** The eight centres of the ring, where real samples are. */
export const reals = Array.from({ length: 8 }, (_, mode): Point => {
  const angle = (2 * Math.PI * mode) / 8;
  return [Math.cos(angle), Math.sin(angle)];
});

export function discriminatorOf(run: BriefRun) {
  const network = mlp(run.weights("discriminator"), sizes, 0.2);
  return (point: readonly number[]) => network(point)[0]!;
}
export function fakesOf(run: BriefRun): Point[] {
  const generate = mlp(run.weights("generator"), generatorSizes, 0);
  const noise = randomStream(1, "fakes");
  return Array.from({ length: 32 }, () => generate([noise.normal(), noise.normal()]) as unknown as Point);
}
/** Points a third and two thirds of the way from real to generated samples. */
export const linesOf = (run: BriefRun): Point[] =>
  fakesOf(run).flatMap(([x, y], index) =>
    [1 / 3, 2 / 3].map((share): Point => {
      const [realX, realY] = reals[index % 8]!;
      return [share * realX + (1 - share) * x, share * realY + (1 - share) * y];
    }),
  );
export const meanSlope = (run: BriefRun, points: readonly Point[]) =>
  mean(points.map((point) => slopeAt(discriminatorOf(run), point)));
export const normOf = (values: Float32Array) => Math.hypot(...values);
