import { describe, expect, it, vi } from "vitest";
import { interventionNames } from "../../../db/contract/interventions";
import type { RunConfigInput } from "../../../db/contract/run-config";
import { randomStream } from "../../../trainer/random";
import { onBackend } from "../on-backend";
import { largestSingularValue, mean, mlp, slopeAt, trainBriefly, trained } from "./train-briefly";

onBackend();
// Some rows train four networks: the limit is for hanging, not for speed.
vi.setConfig({ testTimeout: 120_000 });

/** Each intervention is trained for a few dozen steps beside the same run without it, and must change what it is for. */

const sizes = [2, 16, 16, 1];
const generatorSizes = [2, 16, 16, 2];
const ring = {
  workload: "ring-gan",
  hidden: 16,
  layers: 2,
  batchSize: 64,
  steps: 40,
  sampleEvery: 0,
} as const;
const critic: RunConfigInput = { ...ring, objective: "wasserstein", discriminatorUpdates: 5 };
const adam = (learningRate: number) => ({ name: "adam", learningRate, beta1: 0, beta2: 0.9 }) as const;
/** A discriminator that learns fast against a generator that stands still. */
const classifier: RunConfigInput = {
  ...ring,
  objective: "non-saturating",
  discriminatorUpdates: 3,
  discriminatorOptimizer: adam(5e-3),
  generatorOptimizer: adam(1e-9),
};
const rnn: RunConfigInput = {
  workload: "temporal-order-rnn",
  hidden: 10,
  sequenceLength: 20,
  steps: 60,
};

const plainClassifier = () => trainBriefly(classifier, "none");

type Point = readonly [number, number];
/** The eight centres of the ring, where real samples are. */
const reals = Array.from({ length: 8 }, (_, mode): Point => {
  const angle = (2 * Math.PI * mode) / 8;
  return [Math.cos(angle), Math.sin(angle)];
});

function discriminatorOf(run: ReturnType<typeof trainBriefly>) {
  const network = mlp(run.weights("discriminator"), sizes, 0.2);
  return (point: readonly number[]) => network(point)[0]!;
}
function fakesOf(run: ReturnType<typeof trainBriefly>): Point[] {
  const generate = mlp(run.weights("generator"), generatorSizes, 0);
  const noise = randomStream(1, "fakes");
  return Array.from({ length: 32 }, () => generate([noise.normal(), noise.normal()]) as unknown as Point);
}
/** Points a third and two thirds of the way from real to generated samples. */
const linesOf = (run: ReturnType<typeof trainBriefly>): Point[] =>
  fakesOf(run).flatMap(([x, y], index) =>
    [1 / 3, 2 / 3].map((share): Point => {
      const [realX, realY] = reals[index % 8]!;
      return [share * realX + (1 - share) * x, share * realY + (1 - share) * y];
    }),
  );
const meanSlope = (run: ReturnType<typeof trainBriefly>, points: readonly Point[]) =>
  mean(points.map((point) => slopeAt(discriminatorOf(run), point)));
const normOf = (values: Float32Array) => Math.hypot(...values);

describe("clipping", () => {
  it("by global norm bounds the norm and leaves smaller gradients as they are", () => {
    const plain = trainBriefly({ ...critic, discriminatorUpdates: 1 }, "none");
    const bound = mean(plain.series("gradient_norm/discriminator"));
    const run = trainBriefly({ ...critic, discriminatorUpdates: 1 }, `clip-global-norm:maxNorm=${bound}`);
    const before = run.series("gradient_norm/discriminator");
    const after = run.series("gradient_norm_clipped/discriminator");
    expect(Math.max(...before)).toBeGreaterThan(bound);
    expect(Math.max(...after)).toBeLessThanOrEqual(bound);
    after.forEach((norm, index) => {
      if (before[index]! < bound) expect(norm).toBe(before[index]);
    });
  });

  it("by tensor bounds the norm by c times the root of the number of tensors, by value of entries", () => {
    const tensors = trainBriefly(critic, "clip-per-tensor-norm:maxNorm=0.01");
    expect(Math.max(...tensors.series("gradient_norm_clipped/discriminator"))).toBeLessThanOrEqual(
      0.01 * Math.sqrt(6),
    );
    const values = trainBriefly(critic, "clip-value:limit=0.001");
    const entries = values.weights("discriminator").length;
    expect(Math.max(...values.series("gradient_norm_clipped/discriminator"))).toBeLessThanOrEqual(
      0.001 * Math.sqrt(entries) * (1 + 1e-6),
    );
  });

  it("by unit bounds a hidden layer's gradient by a share of its weights", () => {
    const run = trainBriefly({ ...critic, discriminatorOptimizer: adam(1e-6) }, "agc:ratio=0.001");
    // At this rate the weights stay what they are; the bias counts as one unit, of norm epsilon at least.
    const layer = run.weights("discriminator").subarray(0, 2 * 16 + 16);
    const bound = 0.001 * (normOf(layer) + 1e-3 * Math.sqrt(17));
    expect(Math.max(...run.series("gradient_norm/discriminator/dense1"))).toBeGreaterThan(bound);
    expect(Math.max(...run.series("gradient_norm_clipped/discriminator/dense1"))).toBeLessThanOrEqual(
      bound * 1.001,
    );
  });

  it("by a low percentile of its own history clips most updates, to less than the median norm", () => {
    const run = trainBriefly({ ...critic, discriminatorUpdates: 1 }, "autoclip");
    const before = run.series("gradient_norm/discriminator").toSorted((a, b) => a - b);
    const clipped = run.series("clip_coefficient/discriminator").filter((coefficient) => coefficient < 1);
    expect(clipped.length).toBeGreaterThan(30);
    expect(run.series("gradient_norm_clipped/discriminator").at(-1)).toBeLessThan(before[20]!);
  });

  it("by z-score clips what stands out and lets the rest pass as it is", () => {
    const optimizer = adam(3e-2);
    const config = { ...critic, discriminatorUpdates: 1, steps: 60, batchSize: 16 };
    const spiking = { ...config, discriminatorOptimizer: optimizer, generatorOptimizer: optimizer };
    const run = trainBriefly(spiking, "zclip:warmup=10");
    const before = run.series("gradient_norm/discriminator");
    const after = run.series("gradient_norm_clipped/discriminator");
    const clipped = before.filter((norm, index) => after[index]! < norm);
    const passed = before.filter((norm, index) => after[index] === norm);
    expect(after.slice(0, 10)).toEqual(before.slice(0, 10));
    expect(clipped.length).toBeGreaterThan(5);
    expect(passed.length).toBeGreaterThan(15);
    expect(mean(clipped)).toBeGreaterThan(2 * mean(passed));
    expect(Math.max(...after)).toBeLessThan(Math.max(...before) / 1.5);
  });
});

describe("constraints on weights", () => {
  it("weight clipping keeps every weight of the critic, and no other, within its limit", () => {
    const run = trainBriefly(critic, "weight-clipping:limit=0.02");
    const largest = (network: string) => Math.max(...run.weights(network).map(Math.abs));
    expect(largest("discriminator")).toBe(Math.fround(0.02));
    expect(largest("generator")).toBeGreaterThan(0.1);
  });

  it.each([
    [1, 1.2],
    [20, 1.01],
  ])(
    "spectral normalization with %i iterations keeps sigma of the weights in use near 1",
    (iterations, upTo) => {
      const config = { ...critic, objective: "hinge" } as const;
      const run = trainBriefly(config, `spectral-normalization:iterations=${iterations}`);
      const weights = run.weights("discriminator");
      const layers = [
        { name: "dense1", start: 0, rows: 2, columns: 16 },
        { name: "dense2", start: 48, rows: 16, columns: 16 },
        { name: "output", start: 320, rows: 16, columns: 1 },
      ];
      for (const { name, start, rows, columns } of layers) {
        const matrix = weights.subarray(start, start + rows * columns);
        const [left, right] = ["left", "right"].map(
          (side) => run.state.arrays.get(`discriminator/normalization/${name}/${side}`)!,
        );
        let divisor = 0;
        for (let row = 0; row < rows; row += 1)
          for (let column = 0; column < columns; column += 1)
            divisor += left![row]! * matrix[row * columns + column]! * right![column]!;
        const sigma = largestSingularValue(matrix, rows, columns) / divisor;
        expect(sigma).toBeGreaterThan(1 - 1e-5);
        expect(sigma).toBeLessThan(upTo);
      }
    },
  );

  it.each(["weight-decay:coefficient=50", "l2-penalty:coefficient=50"])("%s shrinks matrices", (decay) => {
    const optimizer = { name: "sgd", learningRate: 1e-3 } as const;
    const config = { ...critic, discriminatorOptimizer: optimizer, generatorOptimizer: optimizer };
    const [plain, decayed] = [trainBriefly(config, "none"), trainBriefly(config, decay)];
    // 40 updates that each take 5% away leave .95^40 = .13.
    const matrix = (run: typeof plain) => normOf(run.weights("generator").subarray(48, 48 + 256));
    expect(matrix(decayed) / matrix(plain)).toBeCloseTo(0.95 ** 40, 1);
    // Its bias is left alone, but for what its own gradient does.
    const bias = (run: typeof plain) => normOf(run.weights("generator").subarray(32, 48));
    expect(bias(decayed) / bias(plain)).toBeGreaterThan(0.9);
  });
});

describe("gradient penalties", () => {
  const fast = { ...critic, discriminatorOptimizer: adam(3e-3) };

  it("wgan-gp pulls the critic's slope between samples to 1", () => {
    const plain = trainBriefly(fast, "none");
    const run = trainBriefly(fast, "wgan-gp:coefficient=10");
    expect(meanSlope(plain, linesOf(plain))).toBeGreaterThan(2);
    expect(Math.abs(meanSlope(run, linesOf(run)) - 1)).toBeLessThan(0.3);
  });

  it("wgan-lp keeps slopes between samples from exceeding 1 by much", () => {
    const run = trainBriefly(fast, "wgan-lp:coefficient=10");
    expect(meanSlope(run, linesOf(run))).toBeLessThan(1.3);
  });

  it("dragan pulls slopes around real samples to 1", () => {
    const run = trainBriefly(classifier, "dragan");
    const far = Math.abs(meanSlope(plainClassifier(), reals) - 1);
    expect(Math.abs(meanSlope(run, reals) - 1)).toBeLessThan(far / 2);
  });

  it("r1 lowers slopes on real samples, r2 on generated ones, zero-gp on the lines between", () => {
    expect(meanSlope(trainBriefly(classifier, "r1"), reals)).toBeLessThan(
      meanSlope(plainClassifier(), reals) / 2,
    );
    const r2 = trainBriefly(classifier, "r2");
    expect(meanSlope(r2, fakesOf(r2))).toBeLessThan(
      meanSlope(plainClassifier(), fakesOf(plainClassifier())) / 2,
    );
    const zero = trainBriefly(classifier, "zero-gp");
    expect(meanSlope(zero, linesOf(zero))).toBeLessThan(
      meanSlope(plainClassifier(), linesOf(plainClassifier())) / 2,
    );
  });

  it("input-gradient-penalty lowers the gradient of a recurrent net's loss by its input", () => {
    const perUnit = (coefficient: number) =>
      mean(
        trainBriefly(rnn, `input-gradient-penalty:coefficient=${coefficient}`)
          .series("penalty/input-gradient-penalty")
          .slice(-20),
      ) / coefficient;
    expect(perUnit(10)).toBeLessThan(perUnit(1e-6) / 2);
  });
});

describe("regularizers", () => {
  it("omega keeps the errors of a contracting recurrent net from shrinking on their way back", () => {
    const contracting = { ...rnn, spectralRadius: 0.6, sequenceLength: 10, steps: 100 };
    const perUnit = (alpha: number) =>
      trainBriefly(contracting, `clip-global-norm+omega:alpha=${alpha}`)
        .series("penalty/omega")
        .map((value) => value / alpha);
    const [ignored, heeded] = [perUnit(1e-9), perUnit(2)];
    expect(heeded[0]! / ignored[0]!).toBeCloseTo(1, 4);
    expect(heeded.at(-1)).toBeLessThan(ignored.at(-1)! / 3);
  });

  it("consistency makes the discriminator say nearly the same of a sample that is moved a little", () => {
    const plain = plainClassifier();
    const change = (run: typeof plain, points: readonly Point[]) =>
      mean(
        points.map(([x, y]) => {
          const score = discriminatorOf(run);
          return (score([x + 0.04, y - 0.04]) - score([x, y])) ** 2;
        }),
      );
    const consistent = trainBriefly(classifier, "consistency:coefficient=100");
    expect(change(consistent, reals)).toBeLessThan(change(plain, reals) / 3);
    const balanced = trainBriefly(classifier, "balanced-consistency:realCoefficient=100:fakeCoefficient=100");
    expect(change(balanced, reals)).toBeLessThan(change(plain, reals) / 3);
    expect(change(balanced, fakesOf(balanced))).toBeLessThan(change(plain, fakesOf(plain)) / 3);
  });
});

describe("what a discriminator sees and is to say", () => {
  const trust = (run: ReturnType<typeof trainBriefly>) =>
    mean(reals.map((point) => 1 / (1 + Math.exp(-discriminatorOf(run)(point)))));

  it("label smoothing lowers its confidence in real samples", () => {
    expect(trust(trainBriefly(classifier, "label-smoothing:target=0.7"))).toBeLessThan(
      trust(plainClassifier()) - 0.1,
    );
  });

  it("instance noise makes samples harder to tell apart, and is gone after its time", () => {
    const accuracy = (run: ReturnType<typeof trainBriefly>, from: number, to: number) =>
      mean(run.series("discriminator_accuracy").slice(from, to));
    const noisy = trainBriefly({ ...classifier, steps: 60 }, "instance-noise:sigma=2");
    expect(accuracy(noisy, 0, 20)).toBeLessThan(accuracy(plainClassifier(), 0, 20) - 0.1);
    expect(accuracy(noisy, 40, 60)).toBeGreaterThan(0.9);
  });

  it("augmentation that is as wide as the data flattens it there", () => {
    const tiny = { ...classifier, radius: 0.1, sigma: 0.01 };
    const near = reals.map(([x, y]): Point => [0.1 * x, 0.1 * y]);
    const augmented = trainBriefly(tiny, "diff-augment:strength=2");
    expect(meanSlope(augmented, near)).toBeLessThan(0.8 * meanSlope(trainBriefly(tiny, "none"), near));
  });
});

describe("what a generator learns from", () => {
  it("feature matching brings mean features of a standing discriminator together", () => {
    const standing: RunConfigInput = {
      ...ring,
      batchSize: 256,
      steps: 120,
      objective: "non-saturating",
      discriminatorOptimizer: adam(1e-9),
      generatorOptimizer: adam(1e-2),
    };
    /** Between the mean features of the ring's centres and of samples: the second hidden layer, as an output of 16. */
    const distance = (run: ReturnType<typeof trainBriefly>) => {
      const hidden = mlp(run.weights("discriminator"), [2, 16, 16], 0.2);
      const features = (point: Point) => hidden(point).map((sum) => (sum > 0 ? sum : 0.2 * sum));
      const meanOf = (points: readonly Point[]) =>
        features(points[0]!).map((_, unit) => mean(points.map((point) => features(point)[unit]!)));
      const fake = meanOf(fakesOf(run));
      return Math.hypot(...meanOf(reals).map((real, unit) => real - fake[unit]!));
    };
    const matched = trainBriefly(standing, "feature-matching");
    expect(distance(matched)).toBeLessThan(distance(trainBriefly(standing, "none")) / 2);
    const loss = matched.series("loss/generator");
    expect(Math.min(...loss)).toBeGreaterThanOrEqual(0);
    expect(mean(loss.slice(-5))).toBeLessThan(loss[0]! / 2);
  });

  it("a perceptual loss brings what a classifier sees in samples nearer to what it sees in digits", () => {
    const standing: RunConfigInput = {
      workload: "mnist-gan",
      channels: 4,
      batchSize: 32,
      steps: 25,
      sampleEvery: 25,
      discriminatorOptimizer: adam(1e-9),
      generatorOptimizer: adam(5e-3),
    };
    const run = trainBriefly(standing, "perceptual-loss");
    const distance = run.series("penalty/perceptual-loss");
    expect(mean(distance.slice(-3))).toBeLessThan(distance[0]! / 2);
    // The generator's loss holds it: without it a discriminator that stands still is all there is to learn from.
    const without = trainBriefly(standing, "none").series("loss/generator");
    expect(run.series("loss/generator")[0]! - distance[0]!).toBeCloseTo(without[0]!, 5);
  });

  it("several discriminators start apart and each learn", () => {
    const one = trainBriefly(classifier, "none");
    const three = trainBriefly(classifier, "several-discriminators:count=3");
    const weights = three.weights("discriminator");
    const length = one.weights("discriminator").length;
    expect(weights.length).toBe(3 * length);
    const apart = [0, 1, 2].map((index) => weights.slice(index * length, (index + 1) * length));
    expect(apart[0]).not.toEqual(apart[1]);
    expect(apart[1]).not.toEqual(apart[2]);
    // The loss is the sum of three, and each falls as that of one does.
    const [first, last] = [
      three.series("loss/discriminator")[0]!,
      three.series("loss/discriminator").at(-1)!,
    ];
    expect(first / one.series("loss/discriminator")[0]!).toBeCloseTo(3, 0);
    expect(last).toBeLessThan(first / 2);
  });
});

it("leaves no intervention out", () => {
  expect([...trained].sort()).toEqual([...interventionNames].sort());
});
