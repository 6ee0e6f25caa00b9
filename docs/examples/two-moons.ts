import { defineWorkload, mlp, type Random, tf, z } from "gradiometer";

/**
 * Two interleaved half circles that a small network tells apart:
 *
 *     gradiometer train docs/examples/two-moons.ts --set noise=0.2 --interventions clip-global-norm
 */
export default defineWorkload({
  kind: "supervised",
  name: "two-moons",
  settings: z.object({
    noise: z.number().min(0).max(1).default(0.1).describe("Standard deviation around the half circles"),
    hidden: z.number().int().min(1).max(512).default(16).describe("Units of each of the two hidden layers"),
  }),
  defaults: { steps: 300, batchSize: 64, optimizer: { name: "adam", learningRate: 0.01 } },

  create({ settings, build }) {
    return {
      network: build("model", [2], mlp([settings.hidden, settings.hidden], 2)),
      loss: "cross-entropy",
      draw: (count, random) => drawMoons(count, settings.noise, random),
      drawHeldOut: (random) => drawMoons(512, settings.noise, random),
    };
  },
});

/** `count` points [count, 2] and the half circle of each, [count]. */
function drawMoons(count: number, noise: number, random: Random) {
  const labels = Array.from({ length: count }, () => random.integer(2));
  const points = labels.map((label) => {
    const angle = Math.PI * random.uniform();
    const [x, y] =
      label === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
    return [x + noise * random.normal(), y + noise * random.normal()];
  });
  return { inputs: tf.tensor2d(points), targets: tf.tensor1d(labels) };
}
