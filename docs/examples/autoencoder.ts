import { defineWorkload, type Random, tf } from "gradiometer";

/**
 * Pictures of one bright spot through eight numbers and back, by layers that are declared as data:
 *
 *     gradiometer train docs/examples/autoencoder.ts --set normalization=none
 */
export default defineWorkload({
  kind: "supervised",
  name: "autoencoder",
  settings: { normalization: "instance" },
  defaults: { steps: 200, batchSize: 32, optimizer: { name: "adam", learningRate: 0.005 } },

  create({ settings, build }) {
    const normalization = settings.normalization as "none" | "instance" | "batch" | "layer";
    const network = build("model", [side, side, 1], {
      initialization: { name: "he-normal" },
      layers: [
        { kind: "conv", filters: 8, stride: 2, normalization, activation: "swish" },
        { kind: "residual", layers: [{ kind: "conv", filters: 8, activation: "swish" }] },
        { kind: "flatten" },
        { kind: "dense", units: 8 },
        { kind: "dense", units: 4 * 4 * 8, activation: "relu" },
        { kind: "reshape", shape: [4, 4, 8] },
        { kind: "conv-transpose", filters: 4, stride: 2, normalization, activation: "relu" },
        { kind: "resize-conv", filters: 1, scale: 1 },
      ],
    });
    return {
      network,
      loss: "squared-error",
      draw: (count, random) => spots(count, random),
      drawHeldOut: (random) => spots(256, random),
    };
  },
});

const side = 8;

/** `count` pictures [count, 8, 8, 1] of a Gaussian spot at a random place, each its own target. */
function spots(count: number, random: Random) {
  const pictures = Array.from({ length: count }, () => {
    const [x, y] = [1 + (side - 3) * random.uniform(), 1 + (side - 3) * random.uniform()];
    return Array.from({ length: side }, (_, row) =>
      Array.from({ length: side }, (_, column) => [Math.exp(-((row - y) ** 2 + (column - x) ** 2) / 2)]),
    );
  });
  const inputs = tf.tensor4d(pictures);
  return { inputs, targets: inputs };
}
