import { type LayerInput, layerKinds } from "../../../db/contract/architecture";
import { buildNetwork, type Shape } from "../../../trainer/networks/build";
import { randomStream } from "../../../trainer/random";
import { type Tensor, tf } from "../../../trainer/tensorflow";
import type { GradientCase } from "./gradient-case";

/** Every kind of layer that can be declared: gradients by input and weights, and of a penalty on those by input. */
interface Declared {
  name: string;
  inputShape: Shape;
  layers: LayerInput[];
  /** In the place of the steps of any length. */
  steps?: number;
}
const tanh = { activation: "tanh" } as const;
const declared: Declared[] = [
  {
    name: "dense layers with layer and batch normalization",
    inputShape: [3],
    layers: [
      { kind: "dense", units: 4, normalization: "layer", ...tanh },
      { kind: "dense", units: 4, normalization: "batch", activation: "softplus" },
      { kind: "dense", units: 1 },
    ],
  },
  {
    name: "convolutions with instance and layer normalization",
    inputShape: [5, 4, 2],
    layers: [
      { kind: "conv", filters: 2, normalization: "instance", activation: "swish" },
      { kind: "conv", filters: 2, stride: 2, normalization: "layer", ...tanh },
    ],
  },
  {
    name: "a transposed convolution with batch normalization",
    inputShape: [2, 3, 2],
    layers: [
      { kind: "conv-transpose", filters: 3, normalization: "batch", ...tanh },
      { kind: "conv-transpose", filters: 1, size: 3, padding: "valid" },
    ],
  },
  {
    name: "a resize-convolution",
    inputShape: [2, 2, 2],
    layers: [{ kind: "resize-conv", filters: 2, activation: "sigmoid" }, { kind: "flatten" }],
  },
  {
    name: "residual blocks: pre-activation, projected, enlarged",
    inputShape: [4, 4, 1],
    layers: [
      {
        kind: "residual",
        layers: [
          { kind: "normalization", normalization: "layer" },
          { kind: "activation", activation: "swish" },
          { kind: "conv", filters: 1 },
        ],
      },
      { kind: "residual", layers: [{ kind: "conv", filters: 2, stride: 2, ...tanh }] },
      { kind: "residual", layers: [{ kind: "resize-conv", filters: 1, ...tanh }] },
    ],
  },
  {
    name: "average pooling and reshape",
    inputShape: [5, 5, 1],
    layers: [
      { kind: "conv", filters: 2, ...tanh },
      { kind: "average-pool", size: 3, stride: 2 },
      { kind: "reshape", shape: [3, 6] },
      { kind: "dense", units: 2, ...tanh },
    ],
  },
  {
    name: "max pooling in a network",
    inputShape: [4, 4, 1],
    layers: [{ kind: "conv", filters: 2, ...tanh }, { kind: "max-pool" }],
  },
  {
    name: "an RNN, all states",
    inputShape: [null, 2],
    steps: 4,
    layers: [{ kind: "rnn", units: 3, returns: "all" }],
  },
  { name: "an LSTM, last state", inputShape: [null, 2], steps: 4, layers: [{ kind: "lstm", units: 3 }] },
  {
    name: "an LSTM, all states",
    inputShape: [null, 2],
    steps: 3,
    layers: [{ kind: "lstm", units: 2, returns: "all" }],
  },
  { name: "a GRU, last state", inputShape: [null, 2], steps: 4, layers: [{ kind: "gru", units: 3 }] },
  {
    name: "a GRU, all states",
    inputShape: [null, 2],
    steps: 3,
    layers: [{ kind: "gru", units: 2, returns: "all" }],
  },
  {
    name: "a transformer after its embedding",
    inputShape: [3, 4],
    layers: [
      { kind: "positions", length: 5 },
      { kind: "transformer-block", heads: 2, expansion: 2 },
      { kind: "normalization", normalization: "layer" },
      { kind: "dense", units: 2 },
    ],
  },
];

function caseOf({ name, inputShape, layers, steps }: Declared): GradientCase {
  const { network, apply } = build(inputShape, layers);
  return {
    name: `declared: ${name}`,
    shapes: [
      [2, ...inputShape.map((extent) => extent ?? steps!)],
      ...network.parameters.map(({ shape }) => shape),
    ],
    output: (_tf, [input, ...weights]) => tf.square(apply(weights, input!)),
  };
}

/** Tokens are no numbers to move, so the penalty is on the gradient of their vectors. */
function embeddingCase(): GradientCase {
  const { network, apply } = build(
    [3],
    [
      { kind: "embedding", tokens: 4, units: 3 },
      { kind: "lstm", units: 2 },
    ],
  );
  return {
    name: "declared: an embedding before an LSTM",
    shapes: network.parameters.map(({ shape }) => shape),
    output: (_tf, weights: Tensor[]) =>
      apply(
        weights,
        tf.tensor2d(
          [
            [1, 3, 1],
            [0, 0, 2],
          ],
          [2, 3],
          "int32",
        ),
      ),
  };
}

function build(inputShape: Shape, layers: LayerInput[]) {
  return buildNetwork("network", inputShape, { layers }, randomStream(0, "init"));
}

export const networkCases: GradientCase[] = [...declared.map(caseOf), embeddingCase()];

const used = new Set(JSON.stringify(declared).match(/(?<="kind":")[^"]+/g));
export const kindsWithoutCase = layerKinds.filter((kind) => kind !== "embedding" && !used.has(kind));
