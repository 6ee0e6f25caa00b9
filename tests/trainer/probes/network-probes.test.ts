import { describe, expect, it } from "vitest";
import type { ArchitectureInput } from "../../../db/contract/architecture";
import { differentiate } from "../../../trainer/gradients/differentiate";
import { type BuiltNetwork, buildNetwork, mlp } from "../../../trainer/networks/build";
import { createNetwork, weightsOf } from "../../../trainer/networks/network";
import { deadUnits } from "../../../trainer/probes/dead-units";
import {
  reportGradientHistogram,
  reportGradientQuantiles,
} from "../../../trainer/probes/gradient-magnitudes";
import { layerProfile } from "../../../trainer/probes/layer-profile";
import { reportLayerUpdates } from "../../../trainer/probes/layer-updates";
import { observeSaturation, saturation } from "../../../trainer/probes/saturation";
import { sortedMagnitudes } from "../../../trainer/probes/sorted-magnitudes";
import { createSpikeScore } from "../../../trainer/probes/spike-score";
import { randomStream } from "../../../trainer/random";
import { createRunState } from "../../../trainer/state/state-registry";
import { type Scalar, tf } from "../../../trainer/tensorflow";
import { onBackend } from "../on-backend";

onBackend();

/** Gradient of the sum of a network's outputs on the given examples. */
function gradientOf({ network, apply, inputShape }: BuiltNetwork, inputs: Float32Array): Float32Array {
  const gradient = new Float32Array(network.values.length);
  tf.tidy(() => {
    const weights = weightsOf(network);
    const input = tf.tensor2d(inputs, [inputs.length / inputShape[0]!, inputShape[0]!]);
    differentiate(network, weights, () => tf.sum<Scalar>(apply(weights, input)), gradient);
  });
  return gradient;
}

describe("layer profile", () => {
  it("is the decades that the gradient grows by with each layer towards the input", () => {
    expect(layerProfile(Float64Array.of(1e-3, 1e-2, 1e-1, 1))).toBeCloseTo(-1, 12);
    expect(layerProfile(Float64Array.of(400, 20, 1))).toBeCloseTo(Math.log10(20), 12);
    // By hand: y = 2, 0, 1 at x = 0, 1, 2 has the slope -1/2.
    expect(layerProfile(Float64Array.of(10, 1, 100))).toBeCloseTo(-0.5, 12);
  });

  it("leaves layers without a gradient out at their place, and says nothing of fewer than two", () => {
    expect(layerProfile(Float64Array.of(1e-6, 0, Number.NaN, 1))).toBeCloseTo(-2, 12);
    expect(layerProfile(Float64Array.of(0, Number.POSITIVE_INFINITY, 1))).toBeUndefined();
  });

  const width = 256;
  const depth = 12;
  const settings: [string, number, ArchitectureInput][] = [
    [
      "tanh with sigma_w^2 = .5",
      Math.log10(Math.SQRT1_2),
      {
        ...mlp(new Array(depth).fill(width), 1, { activation: "tanh" }),
        initialization: { name: "scaled-normal", sigma: Math.SQRT1_2 },
      },
    ],
    ["ReLU by He", 0, { ...mlp(new Array(depth).fill(width), 1), initialization: { name: "he-normal" } }],
    [
      "ReLU with variance 1/n",
      Math.log10(Math.SQRT1_2),
      { ...mlp(new Array(depth).fill(width), 1), initialization: { name: "scaled-normal", sigma: 1 } },
    ],
    [
      "x + W relu(x)",
      Math.log10(Math.SQRT2),
      {
        initialization: { name: "he-normal" },
        layers: [
          ...new Array(depth).fill({
            kind: "residual",
            layers: [
              { kind: "activation", activation: "relu" },
              { kind: "dense", units: width },
            ],
          }),
          { kind: "dense", units: 1 },
        ],
      },
    ],
  ];
  it.each(settings)(
    "finds the known growth of the back-propagated error: %s",
    (_name, expected, architecture) => {
      const slopes = [1, 2, 3, 4].map((seed) => {
        const random = randomStream(seed, "init");
        const built = buildNetwork("deep", [width], architecture, random);
        // Small inputs, where tanh is the identity. One example: a bias's gradient is then the error itself.
        const gradient = gradientOf(built, random.fillNormal(new Float32Array(width), 0.01));
        const biases = built.network.parameters.filter(({ name }) => name === "bias").slice(0, -1);
        return layerProfile(
          Float64Array.from(biases, ({ start, end }) => Math.hypot(...gradient.subarray(start, end))),
        )!;
      });
      // The theory's infinite width, met within 1/sqrt(256) a layer.
      expect(Math.abs(slopes.reduce((sum, slope) => sum + slope / 4, 0) - expected)).toBeLessThan(0.015);
    },
  );
});

describe("dead units", () => {
  it("are those of the columns and biases whose gradients are all 0", () => {
    const network = createNetwork("rnn", [
      { layer: "conv", name: "weight", shape: [1, 1, 2, 3] },
      { layer: "conv", name: "bias", shape: [3] },
      { layer: "output", name: "weight", shape: [3, 1] },
    ]);
    // Unit 0 has a weight gradient, unit 1 a bias gradient, unit 2 none.
    const gradient = Float32Array.of(0, 0, 0, 1e-30, 0, 0, 0, -1, 0, 0, 0, Number.NaN);
    expect([...deadUnits(network, gradient)]).toEqual([1 / 3, 0]);
  });

  it("are the units of a rectified layer that are 0 on the whole batch", () => {
    const built = buildNetwork("critic", [4], mlp([50, 50], 1), randomStream(2, "init"));
    const inputs = randomStream(3, "data").fillNormal(new Float32Array(3 * 4));
    const silent = new Map<string, number>();
    tf.tidy(() => {
      built.apply(weightsOf(built.network), tf.tensor2d(inputs.slice(), [3, 4]), {
        activation: (layer, output) =>
          silent.set(
            layer,
            1 -
              (tf.any(tf.greater(output, 0), 0).dataSync() as Uint8Array).filter(Boolean).length /
                output.shape[1]!,
          ),
      });
    });
    const [first, second, output] = deadUnits(built.network, gradientOf(built, inputs));
    expect(silent.get("dense2")).toBeGreaterThan(0.05);
    expect(second).toBeCloseTo(silent.get("dense2")!, 12);
    expect(first).toBeGreaterThanOrEqual(silent.get("dense1")! - 1e-12);
    expect(output).toBe(0);
  });
});

describe("saturation", () => {
  it("is the share of activations within 1% of the range's half from a limit", () => {
    expect(saturation(Float32Array.of(-1, -0.9899, 0, 0.9901), [-1, 1])).toBe(0.5);
    expect(saturation(Float32Array.of(0.004, 0.006, 0.994, Number.NaN), [0, 1])).toBe(0.5);
  });

  it("is reported for layers that can saturate, and grows with the weights", () => {
    const built = buildNetwork(
      "critic",
      [3],
      {
        layers: [
          { kind: "dense", units: 400, activation: "tanh" },
          { kind: "dense", units: 5, activation: "relu" },
        ],
      },
      randomStream(1, "init"),
    );
    const shareAt = (scale: number) => {
      const points = new Map<string, number>();
      tf.tidy(() => {
        const weights = weightsOf(built.network).map((weight) => tf.mul(weight, scale));
        built.apply(weights, tf.ones([2, 3]), observeSaturation(points, "critic"));
      });
      expect([...points.keys()]).toEqual(["saturation/critic/dense1"]);
      return points.get("saturation/critic/dense1")!;
    };
    expect(shareAt(0.1)).toBe(0);
    expect(shareAt(1000)).toBeGreaterThan(0.95);
  });
});

describe("gradient magnitudes", () => {
  it("are sorted as numbers of any size are, NaN last, and the gradient stays as it is", () => {
    const random = randomStream(9, "test");
    const gradient = Float32Array.from(
      { length: 20_000 },
      () => random.normal() * 10 ** (80 * random.uniform() - 45),
    );
    gradient.set([0, -0, Number.NaN, Number.NEGATIVE_INFINITY, 1.4e-45, -3.4e38, 1, -1]);
    const before = gradient.slice();
    const sorted = sortedMagnitudes(gradient);
    expect(sorted).toEqual(gradient.map(Math.abs).sort());
    expect(sorted.at(-1)).toBeNaN();
    expect(gradient).toEqual(before);
  });

  it("have the quantiles of the definition, between entries by interpolation", () => {
    const points = new Map<string, number>();
    // Sizes 0, 1, ..., 10 in some order: the p-quantile is 10 p.
    const gradient = Float32Array.of(3, -10, 0, 5, -1, 9, -7, 2, 4, -6, 8);
    reportGradientQuantiles(points, "rnn", sortedMagnitudes(gradient));
    const expected = { p05: 0.5, p25: 2.5, p50: 5, p75: 7.5, p95: 9.5 };
    for (const [name, value] of Object.entries(expected))
      expect(points.get(`gradient_quantile/rnn/${name}`)).toBeCloseTo(value, 6);
    expect(points.size).toBe(5);
  });

  it("fall into decades that add up to 1, with zeros below and what is not finite above", () => {
    const points = new Map<string, number>();
    const gradient = Float32Array.of(
      0,
      -1e-12,
      2e-10,
      0.5,
      -0.1,
      99,
      101,
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      -5,
    );
    reportGradientHistogram(points, "rnn", sortedMagnitudes(gradient));
    const filled = Object.fromEntries([...points].filter(([, share]) => share > 0));
    const expected = { below: 0.2, "1e-10": 0.1, "1e-1": 0.2, "1e0": 0.1, "1e1": 0.1, above: 0.3 };
    expect(Object.keys(filled)).toEqual(
      Object.keys(expected).map((name) => `gradient_histogram/rnn/${name}`),
    );
    for (const [name, share] of Object.entries(expected))
      expect(points.get(`gradient_histogram/rnn/${name}`)).toBeCloseTo(share, 12);
    expect(points.size).toBe(14);
  });
});

describe("layer updates", () => {
  it("are each layer's norm before an update, and the update's length by it", () => {
    const network = createNetwork("rnn", [
      { layer: "input", name: "weight", shape: [2] },
      { layer: "output", name: "weight", shape: [1] },
    ]);
    network.values.set([3, 4, 2]);
    const before = network.values.slice();
    network.values.set([3.3, 4.4, 2]);
    const points = new Map<string, number>();
    reportLayerUpdates(points, network, before);
    expect(points.get("weight_norm/rnn/input")).toBe(5);
    expect(points.get("update_ratio/rnn/input")).toBeCloseTo(0.1, 6);
    expect(points.get("weight_norm/rnn/output")).toBe(2);
    expect(points.get("update_ratio/rnn/output")).toBe(0);
  });
});

describe("spike score", () => {
  /** By the definition, over plain arrays. */
  function bruteForce(values: number[], window: number, atLeast: number, sigmas: number): number[] {
    const spikes = values.map((value, step) => {
      if (step < atLeast) return undefined;
      if (!Number.isFinite(value)) return true;
      const before = values.slice(Math.max(0, step - window), step).filter(Number.isFinite);
      const mean = before.reduce((sum, entry) => sum + entry, 0) / before.length;
      const variance = before.reduce((sum, entry) => sum + (entry - mean) ** 2, 0) / before.length;
      return Math.abs(value - mean) >= sigmas * Math.sqrt(variance);
    });
    return values.map((_, step) => {
      const recent = spikes
        .slice(Math.max(0, step + 1 - window), step + 1)
        .filter((spike) => spike !== undefined);
      return recent.filter(Boolean).length / recent.length;
    });
  }

  const random = randomStream(8, "test");
  const values = Array.from({ length: 400 }, (_, step) =>
    step % 90 === 50 ? (step % 180 === 50 ? 40 : Number.NaN) : random.normal(),
  );
  const options = { window: 150, atLeast: 20, sigmas: 5 };

  it("is the share of spikes in the window, by the definition", () => {
    const score = createSpikeScore(createRunState(), options);
    const expected = bruteForce(values, 150, 20, 5);
    for (const [step, value] of values.entries()) {
      const found = score.push(value);
      if (step < 20) expect(found).toBeUndefined();
      else expect(found).toBeCloseTo(expected[step]!, 12);
    }
    expect(Math.max(...expected.slice(20))).toBeGreaterThan(0.01);
  });

  it("finds the same spikes however far from 0 the values lie", () => {
    const [near, far] = [
      createSpikeScore(createRunState(), options),
      createSpikeScore(createRunState(), options),
    ];
    for (const value of values) expect(far.push(value + 1e9)).toBe(near.push(value));
  });

  it("goes on from its state as if it had never stopped", () => {
    const [firstState, secondState] = [createRunState(), createRunState()];
    const [first, second] = [createSpikeScore(firstState, options), createSpikeScore(secondState, options)];
    for (const value of values.slice(0, 230)) first.push(value);
    secondState.restore(firstState.snapshot());
    for (const value of values.slice(230)) expect(second.push(value)).toBe(first.push(value));
  });

  it("is 0 on noise and on a constant", () => {
    const noise = createSpikeScore(createRunState());
    const constant = createSpikeScore(createRunState());
    let last: (number | undefined)[] = [];
    for (let step = 0; step < 1500; step += 1) last = [noise.push(random.normal()), constant.push(2.5)];
    expect(last).toEqual([0, 0]);
  });
});
