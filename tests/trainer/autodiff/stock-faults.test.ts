import { beforeAll, describe, expect, it } from "vitest";
import { runCases } from "./child";
import type { GradientResult, Outcome } from "./gradient-case";

/**
 * Each correction is there because stock tfjs fails; should a later tfjs pass one of these, the correction can
 * go. "wrong" means a number without an error.
 */
const faults: Array<{ correction: string; name: string; order: 1 | 2; wasm: Outcome; cpu: Outcome }> = [
  { correction: "autodiff/tape-order", name: "x tanh(x)", order: 2, wasm: "wrong", cpu: "wrong" },
  { correction: "autodiff/tape-order", name: "tanh of tanh", order: 2, wasm: "wrong", cpu: "wrong" },
  { correction: "autodiff/tape-order", name: "exp", order: 2, wasm: "wrong", cpu: "wrong" },
  {
    correction: "autodiff/tape-order",
    name: "MLP of three layers with tanh",
    order: 2,
    wasm: "wrong",
    cpu: "wrong",
  },
  {
    correction: "autodiff/tape-order",
    name: "layer normalization, composed",
    order: 2,
    wasm: "wrong",
    cpu: "wrong",
  },
  {
    correction: "autodiff/tape-order",
    name: "vanilla RNN of 5 steps with tanh and log-softmax cross-entropy",
    order: 2,
    wasm: "wrong",
    cpu: "wrong",
  },
  {
    correction: "autodiff/piecewise-constant",
    name: "cast to integer and back",
    order: 1,
    wasm: "wrong",
    cpu: "wrong",
  },
  {
    correction: "autodiff/piecewise-constant",
    name: "MLP of three layers with leaky relu",
    order: 2,
    wasm: "error",
    cpu: "error",
  },
  {
    correction: "autodiff/custom-gradients",
    name: "custom gradient that keeps two results on the way",
    order: 2,
    wasm: "wrong",
    cpu: "wrong",
  },
  {
    correction: "autodiff/softmax-cross-entropy",
    name: "losses.softmaxCrossEntropy of a network, labels that are learned, smoothing and weights",
    order: 1,
    wasm: "wrong",
    cpu: "wrong",
  },
  {
    correction: "autodiff/activations",
    name: "MLP of three layers with elu",
    order: 2,
    wasm: "error",
    cpu: "error",
  },
  {
    correction: "autodiff/broadcasting",
    name: "broadcast maximum and minimum",
    order: 1,
    wasm: "error",
    cpu: "error",
  },
  {
    correction: "autodiff/broadcasting",
    name: "broadcast sub and squared difference",
    order: 1,
    wasm: "error",
    cpu: "error",
  },
  {
    correction: "autodiff/batch-normalization",
    name: "tf.batchNorm without scale",
    order: 1,
    wasm: "error",
    cpu: "error",
  },
  {
    correction: "autodiff/nested-gradients",
    name: "custom gradient that takes a gradient",
    order: 1,
    wasm: "error",
    cpu: "error",
  },
  {
    correction: "autodiff/convolution",
    name: "conv2d, penalty on the gradient of the filter",
    order: 2,
    wasm: "error",
    cpu: "error",
  },
  {
    correction: "autodiff/mirror-padding",
    name: "mirror pad, reflect",
    order: 1,
    wasm: "wrong",
    cpu: "wrong",
  },
  { correction: "autodiff/pooling", name: "average pooling, valid", order: 2, wasm: "error", cpu: "error" },
  {
    correction: "autodiff/resizing",
    name: "bilinear upsampling of a square batch",
    order: 2,
    wasm: "error",
    cpu: "error",
  },
  {
    correction: "autodiff/resizing",
    name: "bilinear resizing, half-pixel centres",
    order: 1,
    wasm: "wrong",
    cpu: "wrong",
  },
  {
    correction: "kernels/convolution",
    name: "conv2d, stride above the filter's size",
    order: 1,
    wasm: "wrong",
    cpu: "right",
  },
  {
    correction: "kernels/convolution-backward",
    name: "conv2d 3x3, stride 1, same",
    order: 1,
    wasm: "error",
    cpu: "right",
  },
  { correction: "kernels/segment-sum", name: "gather rows", order: 1, wasm: "error", cpu: "right" },
  {
    correction: "kernels/max-pool-gradient",
    name: "max pooling of negative pixels",
    order: 1,
    wasm: "wrong",
    cpu: "right",
  },
  {
    correction: "kernels/average-pool-gradient",
    name: "average pooling, same, windows over the edge",
    order: 1,
    wasm: "wrong",
    cpu: "wrong",
  },
  {
    correction: "kernels/resize-nearest-gradient",
    name: "nearest-neighbour upsampling of a batch",
    order: 1,
    wasm: "right",
    cpu: "wrong",
  },
  {
    correction: "kernels/resize-bilinear-gradient",
    name: "bilinear upsampling of a batch",
    order: 1,
    wasm: "right",
    cpu: "error",
  },
];

/** For one process on a busy machine; it takes two seconds on a quiet one. */
const timeoutMs = 240_000;

describe.each(["wasm", "cpu"] as const)("stock tfjs on %s", (backend) => {
  let results: GradientResult[];
  beforeAll(async () => {
    results = await runCases("stock", backend);
  }, timeoutMs);

  it.each(faults)("needs $correction: $name, order $order", ({ name, order, ...expected }) => {
    const result = results.find((candidate) => candidate.name === name && candidate.order === order);
    expect(result?.outcome, result?.detail).toBe(expected[backend]);
  });
});
