import { describe, expect, it } from "vitest";
import { RunConfig } from "../../../db/contract/run-config";
import { checkSecondOrder } from "../../../trainer/autodiff";
import { createContext } from "../../../trainer/context";
import { enlarged } from "../../../trainer/networks/convolve-enlarged";
import { initializeByFanIn } from "../../../trainer/networks/initialize";
import { type Network, weightsOf } from "../../../trainer/networks/network";
import { randomStream } from "../../../trainer/random";
import { type Drawing, draw } from "../../../trainer/samples/drawing";
import { type Scalar, type Tensor, type Tensor2D, type Tensor4D, tf } from "../../../trainer/tensorflow";
import { createWorkload } from "../../../trainer/workloads";
import { digitsOf } from "../../../trainer/workloads/mnist-gan/digits";
import { type Growth, growthAt, sides } from "../../../trainer/workloads/mnist-progressive-gan/growth";
import {
  applyDiscriminator,
  applyGenerator,
  createDiscriminator,
  createGenerator,
  shareOf,
} from "../../../trainer/workloads/mnist-progressive-gan/networks";
import { asDigits, shrinkDigits } from "../../../trainer/workloads/mnist-progressive-gan/resize-digits";
import { onBackend } from "../on-backend";

onBackend();

const initialized = (network: Network): Network => {
  initializeByFanIn(network, randomStream(1, network.name));
  return network;
};
const generator = initialized(createGenerator(5, 2));
const discriminator = initialized(createDiscriminator(2));
const noise = randomStream(1, "noise").fillNormal(new Float32Array(2 * 5));
const images = (side: number) =>
  tf.tensor4d(randomStream(1, "images").fillNormal(new Float32Array(2 * side * side)), [2, side, side, 1]);

const generate = (growth: Growth, weights: readonly Tensor[] = weightsOf(generator)) =>
  applyGenerator(generator, weights, tf.tensor2d(noise, [2, 5]), growth);
const score = (samples: Tensor4D, growth: Growth, weights: readonly Tensor[] = weightsOf(discriminator)) =>
  applyDiscriminator(discriminator, weights, samples, growth);

function expectClose(found: Tensor, expected: Tensor): void {
  expect(found.shape).toEqual(expected.shape);
  const values = expected.dataSync();
  for (const [index, value] of found.dataSync().entries()) expect(value).toBeCloseTo(values[index]!, 5);
}

it("grows by its steps: a size fades in, stays, and the last one stays to the end", () => {
  const config = { stageSteps: 4, fadeSteps: 2 };
  const found = [0, 1, 4, 5, 6, 7, 8, 9, 10, 99].map((step) => growthAt(config, step));
  expect(found.map(({ stage }) => sides[stage])).toEqual([8, 8, 8, 16, 16, 16, 16, 32, 32, 32]);
  expect(found.map(({ fadeIn }) => fadeIn)).toEqual([1, 1, 1, 0.5, 1, 1, 1, 0.5, 1, 1]);
  expect(growthAt({ stageSteps: 4, fadeSteps: 0 }, 5)).toEqual({ stage: 1, fadeIn: 1 });
});

describe("networks while a size fades in", () => {
  it.each([1, 2])("begin as the stage before, enlarged, and end without it: stage %i", (stage) => {
    tf.tidy(() => {
      const before = generate({ stage: stage - 1, fadeIn: 1 });
      expectClose(generate({ stage, fadeIn: 0 }), enlarged(before, 2));
      const after = generate({ stage, fadeIn: 1 });
      const mixed = tf.add(tf.mul(after, 0.3), tf.mul(enlarged(before, 2), 0.7));
      expectClose(generate({ stage, fadeIn: 0.3 }), mixed);

      const small = images(sides[stage - 1]!);
      const old = score(small, { stage: stage - 1, fadeIn: 1 });
      expectClose(score(enlarged(small, 2), { stage, fadeIn: 0 }), old);
    });
  });

  const growths: Growth[] = [
    { stage: 0, fadeIn: 1 },
    { stage: 1, fadeIn: 0.4 },
    { stage: 1, fadeIn: 1 },
    { stage: 2, fadeIn: 0.4 },
    { stage: 2, fadeIn: 1 },
  ];
  it.each(growths)("have the gradient that differences have, in the layers that take part: %o", (growth) => {
    tf.tidy(() => {
      const side = sides[growth.stage]!;
      const direction = tf.randomNormal([2, side, side, 1], 0, 1, "float32", 3);
      const samples = images(side);
      const losses: [Network, (weights: readonly Tensor[]) => Scalar][] = [
        [generator, (weights) => tf.sum(tf.mul(generate(growth, weights), direction))],
        [discriminator, (weights) => tf.sum(score(samples, growth, weights) as Tensor2D)],
      ];
      for (const [network, loss] of losses) {
        const names = network.parameters.map(({ layer, name }) => `${layer}/${name}`);
        checkSecondOrder(tf, loss, weightsOf(network), { names });
        const weights = weightsOf(network);
        const { grads } = tf.engine().gradients(() => loss(weights), weights, undefined, true);
        for (const [index, { layer }] of network.parameters.entries()) {
          const size = grads[index] ? tf.max(tf.abs(grads[index]!)).dataSync()[0]! : 0;
          expect(size > 0, `${network.name}/${layer}`).toBe(shareOf(layer, growth) > 0);
        }
      }
    });
  });
});

describe("digits at the size of a stage", () => {
  const digits = new Float32Array(2 * 784);
  digitsOf("test")(digits, randomStream(0, "digits"));
  const shrunk = (growth: Growth) => {
    const target = new Float32Array(2 * sides[growth.stage]! ** 2);
    shrinkDigits(digits, growth, target);
    return target;
  };
  /** Pixel of the second digit in a black frame of two. */
  const framed = (row: number, column: number) =>
    row < 2 || row > 29 || column < 2 || column > 29 ? -1 : digits[784 + (row - 2) * 28 + column - 2]!;
  /** Mean of a square of the framed digit. */
  const meanAt = (row: number, column: number, size: number) => {
    let sum = 0;
    for (let y = 0; y < size; y += 1)
      for (let x = 0; x < size; x += 1) sum += framed(row * size + y, column * size + x);
    return sum / size ** 2;
  };

  it.each([0, 1, 2])("are means of squares: stage %i", (stage) => {
    const side = sides[stage]!;
    const found = shrunk({ stage, fadeIn: 1 });
    for (let row = 0; row < side; row += 1)
      for (let column = 0; column < side; column += 1)
        expect(found[side * side + row * side + column]).toBeCloseTo(meanAt(row, column, 32 / side), 5);
  });

  it("are mixed with half their size while it fades in", () => {
    const found = shrunk({ stage: 1, fadeIn: 0.25 });
    for (const [row, column] of [
      [7, 8],
      [5, 6],
      [10, 9],
    ] as const) {
      const expected = 0.25 * meanAt(row, column, 2) + 0.75 * meanAt(row >> 1, column >> 1, 4);
      expect(found[256 + row * 16 + column]).toBeCloseTo(expected, 5);
    }
  });

  it("are what they were when they are taken out of their frame again", () => {
    tf.tidy(() => {
      const back = asDigits(tf.tensor(shrunk({ stage: 2, fadeIn: 1 }), [2, 32, 32, 1]));
      expectClose(back, tf.tensor(digits, [2, 28, 28, 1]));
      expect(asDigits(images(8)).shape).toEqual([2, 28, 28, 1]);
    });
  });
});

describe("mnist-progressive-gan", () => {
  const tiny = { workload: "mnist-progressive-gan", channels: 2, batchSize: 4 } as const;

  it("trains through its growth, with figures of the layers that take full part", () => {
    const config = RunConfig.parse({ ...tiny, steps: 6, stageSteps: 2, fadeSteps: 2 });
    const context = createContext(config);
    const workload = createWorkload(config, context);
    const seen: [number, number, string[], number][] = [];
    for (context.step = 1; context.step <= 6; context.step += 1) {
      const points = new Map<string, number>();
      expect(workload.step(points)).toBe(true);
      const picture = draw(workload.sample!(points) as Drawing);
      const layers = [...points.keys()].filter((name) => name.startsWith("gradient_norm/generator/"));
      seen.push([
        points.get("resolution")!,
        points.get("fade_in")!,
        layers.map((name) => name.split("/")[2]!),
        picture.width,
      ]);
    }
    const width = 8 * 64 + 9 * 3;
    expect(seen).toEqual([
      [8, 1, ["dense", "conv8", "gray8"], width],
      [8, 1, ["dense", "conv8", "gray8"], width],
      [16, 0.5, ["dense", "conv8"], width],
      [16, 1, ["dense", "conv8", "conv16", "gray16"], width],
      [32, 0.5, ["dense", "conv8", "conv16"], width],
      [32, 1, ["dense", "conv8", "conv16", "conv32", "gray32"], width],
    ]);
  });

  it("comes nearer to real digits at its smallest size already", () => {
    const optimizer = { name: "adam", learningRate: 4e-3, beta1: 0.5 } as const;
    const config = RunConfig.parse({
      ...tiny,
      channels: 4,
      batchSize: 16,
      emaDecay: 0,
      steps: 60,
      generatorOptimizer: optimizer,
      discriminatorOptimizer: optimizer,
    });
    const context = createContext(config);
    const workload = createWorkload(config, context);
    const distance = () => {
      const points = new Map<string, number>();
      workload.sample!(points);
      return points.get("sample/sliced_wasserstein")!;
    };
    context.step = 1;
    const first = distance();
    for (; context.step <= 60; context.step += 1) workload.step(new Map());
    expect(distance()).toBeLessThan(first / 2);
  });

  it("is refused where a size could not fade in within its stage", () => {
    const parsed = RunConfig.safeParse({ ...tiny, stageSteps: 10, fadeSteps: 11 });
    expect(parsed.error?.issues[0]).toMatchObject({ path: ["fadeSteps"] });
  });
});
