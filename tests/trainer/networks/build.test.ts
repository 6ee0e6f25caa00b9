import { describe, expect, it } from "vitest";
import type { ArchitectureInput } from "../../../db/contract/architecture";
import { GradiometerError } from "../../../db/contract/errors";
import { buildNetwork, mlp, type Shape } from "../../../trainer/networks/build";
import { initializeByFanIn } from "../../../trainer/networks/initialize";
import { applyMlp, createMlp } from "../../../trainer/networks/mlp";
import { weightsOf } from "../../../trainer/networks/network";
import { randomStream } from "../../../trainer/random";
import { type Tensor, type Tensor2D, tf } from "../../../trainer/tensorflow";
import { onBackend } from "../on-backend";

onBackend();

type Layers = ArchitectureInput["layers"];
const build = (inputShape: Shape, layers: Layers) =>
  buildNetwork("critic", inputShape, { layers }, randomStream(3, "init"));

function outputOf(network: ReturnType<typeof build>, input: Tensor): number[] {
  return Array.from(network.apply(weightsOf(network.network), input).dataSync());
}

describe("an MLP", () => {
  it("is bit for bit the one of the ring's workload: same names, weights and outputs", () => {
    tf.tidy(() => {
      const declared = buildNetwork(
        "discriminator",
        [2],
        mlp([8, 8], 1, { activation: "leaky-relu", slope: 0.2 }),
        randomStream(1, "init"),
      );
      const plain = createMlp("discriminator", [2, 8, 8, 1]);
      initializeByFanIn(plain, randomStream(1, "init"));
      expect(declared.network).toEqual(plain);

      const samples = tf.randomNormal([5, 2], 0, 1, "float32", 1) as Tensor2D;
      expect(outputOf(declared, samples)).toEqual(
        Array.from(applyMlp(weightsOf(plain), samples, 0.2).dataSync()),
      );
    });
  });
});

describe("shapes and names", () => {
  const shapes: [string, Shape, Layers, Shape][] = [
    ["a strided convolution rounds up", [7, 6, 1], [{ kind: "conv", filters: 2, stride: 2 }], [4, 3, 2]],
    [
      "a valid convolution reads no pixel outside",
      [7, 6, 1],
      [{ kind: "conv", filters: 2, size: 3, stride: 2, padding: "valid" }],
      [3, 2, 2],
    ],
    ["a transposed convolution doubles", [3, 4, 2], [{ kind: "conv-transpose", filters: 5 }], [6, 8, 5]],
    [
      "a valid transposed convolution adds its overhang",
      [3, 4, 2],
      [{ kind: "conv-transpose", filters: 5, padding: "valid" }],
      [8, 10, 5],
    ],
    ["a resize-convolution enlarges", [3, 4, 2], [{ kind: "resize-conv", filters: 5, scale: 3 }], [9, 12, 5]],
    [
      "pooling and flattening",
      [5, 4, 3],
      [
        { kind: "conv", filters: 3 },
        { kind: "average-pool" },
        { kind: "max-pool", size: 2, stride: 1 },
        { kind: "flatten" },
      ],
      [18],
    ],
    [
      "reshaping",
      [12],
      [
        { kind: "dense", units: 8 },
        { kind: "reshape", shape: [2, 2, 2] },
      ],
      [2, 2, 2],
    ],
    ["a dense layer acts on each step", [null, 3], [{ kind: "dense", units: 4 }], [null, 4]],
    ["a recurrent layer returns its last state", [null, 3], [{ kind: "lstm", units: 4 }], [4]],
    ["or all of them", [6, 3], [{ kind: "gru", units: 4, returns: "all" }], [6, 4]],
    [
      "a transformer keeps its shape",
      [6],
      [
        { kind: "embedding", tokens: 9, units: 8 },
        { kind: "positions", length: 6 },
        { kind: "transformer-block", heads: 2 },
        { kind: "normalization", normalization: "layer" },
        { kind: "dense", units: 9 },
      ],
      [6, 9],
    ],
    [
      "a residual block projects what it is added to",
      [6, 6, 2],
      [{ kind: "residual", layers: [{ kind: "conv", filters: 4, stride: 2 }] }],
      [3, 3, 4],
    ],
    [
      "and enlarges it",
      [3, 3, 2],
      [{ kind: "residual", layers: [{ kind: "resize-conv", filters: 2 }] }],
      [6, 6, 2],
    ],
  ];
  it.each(shapes)("%s", (_name, inputShape, layers, expected) => {
    tf.tidy(() => {
      const network = build(inputShape, layers);
      expect(network.outputShape).toEqual(expected);
      const any = 6;
      const fixed = (shape: Shape) => shape.map((extent) => extent ?? any);
      const output = network.apply(weightsOf(network.network), tf.ones([2, ...fixed(inputShape)]));
      expect(output.shape).toEqual([2, ...fixed(expected)]);
      expect(output.dataSync().every(Number.isFinite)).toBe(true);
    });
  });
});

describe("what does not fit", () => {
  const wrong: [string, Shape, Layers, RegExp][] = [
    [
      "a convolution of vectors",
      [4],
      [
        { kind: "dense", units: 4 },
        { kind: "conv", filters: 2 },
      ],
      /Layer "output" expected images \[height, width, channels\], got examples of shape \[4\]/,
    ],
    [
      "an image too small",
      [2, 2, 1],
      [{ kind: "conv", name: "first", filters: 1, size: 3, padding: "valid" }],
      /Layer "first" expected images of at least 3 x 3 .* got examples of shape \[2, 2, 1\]/,
    ],
    [
      "another number of numbers",
      [6],
      [{ kind: "reshape", shape: [2, 2, 1] }],
      /Layer "reshape1" expected 4 numbers, to make \[2, 2, 1\] of them, got examples of shape \[6\]/,
    ],
    [
      "a sequence of any length, flattened",
      [null, 2],
      [{ kind: "flatten" }],
      /Layer "flatten1" expected a fixed number of numbers, got examples of shape \[any, 2\]/,
    ],
    [
      "heads that do not divide the features",
      [4, 6],
      [{ kind: "transformer-block" }],
      /Layer "transformer-block1" expected features that 4 heads can share equally/,
    ],
    [
      "a residual block that leaves vectors for images",
      [2, 2, 1],
      [{ kind: "residual", layers: [{ kind: "flatten" }, { kind: "dense", units: 4 }] }],
      /Layer "residual1" expected an input that can be added to its output \[4\]/,
    ],
    [
      "instance normalization of vectors",
      [4],
      [{ kind: "dense", units: 4, normalization: "instance" }],
      /Layer "output" expected images or sequences/,
    ],
    [
      "two layers of one name",
      [4],
      [
        { kind: "dense", units: 4, name: "twin" },
        { kind: "dense", units: 4, name: "twin" },
      ],
      /Network "critic" has two layers called "twin"/,
    ],
    [
      "a setting that does not exist",
      [4],
      [{ kind: "dense", units: 4, actvation: "relu" } as never],
      /Unknown setting "layers\.0\.actvation"/,
    ],
    [
      "a kind that does not exist",
      [4],
      [{ kind: "dens", units: 4 } as never],
      /layers\.0.* one of dense, conv/,
    ],
    ["an example without an extent", [4, 0], [{ kind: "flatten" }], /whole numbers from 1 on .* got \[4,0\]/],
    ["half an extent", [1.5], [{ kind: "dense", units: 4 }], /whole numbers from 1 on .* got \[1\.5\]/],
    ["nothing to train", [4], [{ kind: "activation", activation: "relu" }], /no layer with weights/],
  ];
  it.each(wrong)("%s is refused in words", (_name, inputShape, layers, message) => {
    expect(() => build(inputShape, layers)).toThrow(GradiometerError);
    expect(() => build(inputShape, layers)).toThrow(message);
  });

  it("examples of another shape are refused when they arrive", () => {
    tf.tidy(() => {
      const { network, apply } = build([null, 3], [{ kind: "rnn", units: 2 }]);
      expect(() => apply(weightsOf(network), tf.ones([2, 5, 4]))).toThrow(
        /Network "critic" expected 3 weight tensors and examples of shape \[any, 3\], got 3 and \[5, 4\]/,
      );
      expect(() => apply([], tf.ones([2, 5, 3]))).toThrow(/got 0 and \[5, 3\]/);
    });
  });

  it("layers without an architecture around them are refused, saying what is missing", () => {
    const layers = [{ kind: "dense", units: 1 }] as never;
    expect(() => buildNetwork("critic", [1], layers, randomStream(0, "init"))).toThrow(
      'Network "critic" expected an architecture { layers: [...] }, got a list: give it as layers',
    );
  });

  it("a network's name that could not stand in a metric's", () => {
    expect(() => buildNetwork("My critic", [1], mlp([], 1), randomStream(0, "init"))).toThrow(
      /lower-case words joined by hyphens.*got "My critic"/,
    );
  });
});

describe("what a network tells", () => {
  it("names the layers that tie examples, those inside of blocks too", () => {
    const { tiesExamples } = build(
      [4],
      [
        { kind: "dense", units: 4, normalization: "layer" },
        { kind: "residual", layers: [{ kind: "dense", units: 4, normalization: "batch" }] },
        { kind: "dense", units: 1 },
      ],
    );
    expect(tiesExamples).toEqual(["residual1-dense1"]);
  });

  it("shows each activation to an observer, in order", () => {
    tf.tidy(() => {
      const { network, apply } = build(
        [4],
        [
          { kind: "dense", units: 3, activation: "relu" },
          {
            kind: "residual",
            layers: [
              { kind: "activation", activation: "tanh" },
              { kind: "dense", units: 3 },
            ],
          },
          { kind: "dense", units: 1 },
        ],
      );
      const seen: [string, string, number[]][] = [];
      apply(weightsOf(network), tf.ones([2, 4]), {
        activation: (layer, output, kind) => seen.push([layer, kind, output.shape]),
      });
      expect(seen).toEqual([
        ["dense1", "relu", [2, 3]],
        ["residual1-activation1", "tanh", [2, 3]],
        ["residual1-dense1", "none", [2, 3]],
        ["output", "none", [2, 1]],
      ]);
    });
  });

  it("calls every matrix weight, its units last", () => {
    const { network } = build(
      [6],
      [
        { kind: "embedding", tokens: 9, units: 8 },
        { kind: "transformer-block", heads: 2, expansion: 3 },
        { kind: "lstm", units: 5 },
        { kind: "dense", units: 2 },
      ],
    );
    const weights = network.parameters.filter(({ name }) => name === "weight");
    expect(weights.map(({ layer, shape }) => `${layer} ${shape}`)).toEqual([
      "transformer-block1-attention 8,24",
      "transformer-block1-projection 8,8",
      "transformer-block1-expand 8,24",
      "transformer-block1-contract 24,8",
      "lstm1-input 8,20",
      "lstm1-recurrent 5,20",
      "output 5,2",
    ]);
  });
});
