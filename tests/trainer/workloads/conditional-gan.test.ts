import { describe, expect, it } from "vitest";
import { RunConfig } from "../../../db/contract/run-config";
import { createContext } from "../../../trainer/context";
import { stabilizersOf } from "../../../trainer/interventions";
import { buildNetwork, mlp } from "../../../trainer/networks/build";
import { weightsOf } from "../../../trainer/networks/network";
import { objectives } from "../../../trainer/objectives";
import { reportAuxiliaryClassifier } from "../../../trainer/probes/auxiliary-classifier";
import { createClassAccuracy } from "../../../trainer/probes/class-accuracy";
import { randomStream } from "../../../trainer/random";
import { type Drawing, draw } from "../../../trainer/samples/drawing";
import { tf } from "../../../trainer/tensorflow";
import { createWorkload } from "../../../trainer/workloads";
import { discriminatorsOf } from "../../../trainer/workloads/gan/discriminators";
import { createGanLosses } from "../../../trainer/workloads/gan/gan-losses";
import type { GanModel } from "../../../trainer/workloads/gan/gan-model";
import { askFor, drawLatents } from "../../../trainer/workloads/gan/latents";
import { digitsOf } from "../../../trainer/workloads/mnist-gan/digits";
import { onBackend } from "../on-backend";

onBackend();

const classes = 3;
const weight = 0.7;
const softplus = (value: number) => Math.log1p(Math.exp(value));
const crossEntropy = (logits: readonly number[], label: number) =>
  Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[label]!;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Both networks linear, so that the test can compute what they say: two noise dimensions, points in the plane. */
function linearModel(): GanModel {
  const build = (name: string, inputs: number, outputs: number, random = randomStream(1, name)) =>
    buildNetwork(name, [inputs], mlp([], outputs), random);
  const generator = build("generator", 2 + classes, 2);
  const discriminator = build("discriminator", 2, 1 + classes);
  return {
    generator: generator.network,
    discriminator: discriminator.network,
    conditional: { classes, weight },
    latent: 2 + classes,
    sampleShape: [2],
    generate: generator.apply,
    discriminate: (weights, samples, observe) =>
      tf.slice(discriminator.apply(weights, samples, observe), [0, 0], [-1, 1]),
    anotherDiscriminator: (random) => build("discriminator", 2, 1 + classes, random).network,
    drawReals: (target, random) => void random.fillNormal(target),
  };
}

/** Rows [score, ...class logits] of a linear network whose values are a weight [inputs, outputs] and a bias. */
function linear(values: Float32Array, outputs: number, inputs: readonly number[]): number[] {
  return Array.from({ length: outputs }, (_, output) =>
    inputs.reduce(
      (sum, input, index) => sum + input * values[index * outputs + output]!,
      values[inputs.length * outputs + output]!,
    ),
  );
}

function lossesOf(model: GanModel, count = 1) {
  const context = createContext({ seed: 0, steps: 1 });
  const stabilizers = stabilizersOf(count === 1 ? [] : [{ name: "several-discriminators", count }], context);
  const discriminators = discriminatorsOf(model, stabilizers, context);
  const losses = createGanLosses(model, discriminators, objectives["non-saturating"], stabilizers, context);
  const randoms = { penalty: randomStream(0, "penalty"), transform: randomStream(0, "transform") };
  return { losses, network: discriminators.network, randoms };
}

describe("the losses of a conditional GAN, against its formula in float64", () => {
  const samples = Array.from(randomStream(2, "samples").fillNormal(new Float32Array(8)));
  const points = [0, 2, 4, 6].map((start) => samples.slice(start, start + 2));
  const [reals, fakes] = [points.slice(0, 2), points.slice(2)];
  const labels = { real: Int32Array.of(2, 0), fake: Int32Array.of(1, 1) };

  it.each([1, 2])("add the class loss on real and on generated samples: %i discriminators", (count) => {
    const model = linearModel();
    const { losses, network, randoms } = lossesOf(model, count);
    const size = model.discriminator.values.length;
    let expected = 0;
    for (let index = 0; index < count; index += 1) {
      const values = network.values.subarray(index * size, (index + 1) * size);
      const outputs = (point: number[]) => linear(values, 1 + classes, point);
      const source =
        mean(reals.map((point) => softplus(-outputs(point)[0]!))) +
        mean(fakes.map((point) => softplus(outputs(point)[0]!)));
      const named = (some: number[][], asked: Int32Array) =>
        mean(some.map((point, at) => crossEntropy(outputs(point).slice(1), asked[at]!)));
      expected += source + weight * (named(reals, labels.real) + named(fakes, labels.fake));
    }
    tf.tidy(() => {
      const loss = losses.ofDiscriminator(
        weightsOf(network),
        { samples: tf.tensor2d(samples, [4, 2]), classes: labels },
        randoms,
      );
      expect(loss.dataSync()[0]).toBeCloseTo(expected, 5);
    });
  });

  it("add the class that was asked for to the generator's", () => {
    const model = linearModel();
    const { losses, network, randoms } = lossesOf(model);
    const asked = Int32Array.of(2, 0, 1);
    const noise = randomStream(3, "noise").fillNormal(new Float32Array(3 * model.latent));
    askFor(asked, classes, noise);
    const terms = Array.from(asked, (label, index) => {
      const latent = Array.from(noise.subarray(index * model.latent, (index + 1) * model.latent));
      const [score, ...logits] = linear(
        network.values,
        1 + classes,
        linear(model.generator.values, 2, latent),
      );
      return softplus(-score!) + weight * crossEntropy(logits, label);
    });
    tf.tidy(() => {
      const from = { noise: tf.tensor2d(noise, [3, model.latent]), asked };
      const opponent = weightsOf(network);
      const loss = losses.ofGenerator(weightsOf(model.generator), from, opponent, randoms);
      expect(loss.dataSync()[0]).toBeCloseTo(mean(terms), 5);
    });
  });
});

describe("what a conditional generator starts from", () => {
  it("ends in the class that it asks for, one-hot, each as often as any other", () => {
    const { values, classes: asked } = drawLatents(
      { latent: 5, conditional: { classes, weight } },
      3000,
      randomStream(0, "noise"),
    );
    const counts = [0, 0, 0];
    for (const [index, label] of asked!.entries()) {
      const oneHot = [0, 0, 0];
      oneHot[label] = 1;
      counts[label]! += 1;
      expect(Array.from(values.subarray(index * 5 + 2, index * 5 + 5))).toEqual(oneHot);
    }
    // Binomial(3000, 1/3): a deviation of 26.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  it("is plain noise where the model has no classes", () => {
    const { values, classes: asked } = drawLatents({ latent: 2 }, 4, randomStream(0, "noise"));
    expect(asked).toBeUndefined();
    expect(values).toEqual(randomStream(0, "noise").fillNormal(new Float32Array(8)));
  });
});

describe("probes of classes", () => {
  it("report cross-entropy and accuracy of the auxiliary classifier", () => {
    const points = new Map<string, number>();
    const rows = [
      [2, 0, -1],
      [0.5, 1, 0],
    ];
    reportAuxiliaryClassifier(points, "real", Float32Array.from(rows.flat()), Int32Array.of(0, 2));
    expect(points.get("class_accuracy/real")).toBe(0.5);
    expect(points.get("class_loss/real")).toBeCloseTo(
      (crossEntropy(rows[0]!, 0) + crossEntropy(rows[1]!, 2)) / 2,
      6,
    );
  });

  it("find the digit asked for in real digits, and not in others", () => {
    const digits = Int32Array.from({ length: 100 });
    const images = new Float32Array(100 * 784);
    digitsOf("test")(images, randomStream(0, "reals"), digits);
    expect(createClassAccuracy(digits).accuracyOf(images)).toBeGreaterThan(0.95);
    expect(createClassAccuracy(digits.map((digit) => (digit + 1) % 10)).accuracyOf(images)).toBeLessThan(
      0.05,
    );
  });
});

describe("mnist-acgan", () => {
  it("learns to name real digits, and shows a row of each", () => {
    const optimizer = { name: "adam", learningRate: 4e-3 } as const;
    const config = RunConfig.parse({
      workload: "mnist-acgan",
      steps: 40,
      batchSize: 32,
      channels: 4,
      discriminatorOptimizer: optimizer,
      generatorOptimizer: optimizer,
    });
    const context = createContext(config);
    const workload = createWorkload(config, context);
    const losses: number[] = [];
    let points = new Map<string, number>();
    for (context.step = 1; context.step <= 40; context.step += 1) {
      points = new Map();
      expect(workload.step(points)).toBe(true);
      losses.push(points.get("class_loss/real")!);
    }
    // At chance log 10 = 2.3.
    expect(losses[0]).toBeCloseTo(Math.log(10), 0);
    expect(mean(losses.slice(-5))).toBeLessThan(1);
    const picture = draw(workload.sample!(points) as Drawing);
    expect(picture.width).toBe(10 * 56 + 11 * 3);
    expect(points.get("sample/class_accuracy")).toBeGreaterThanOrEqual(0);
  });
});
