import { expect, it } from "vitest";
import { type GanConfig, RunConfig } from "../../../db/contract/run-config";
import { createContext } from "../../../trainer/context";
import { buildNetwork, mlp } from "../../../trainer/networks/build";
import type { Points } from "../../../trainer/probes/points";
import { randomStream } from "../../../trainer/random";
import type { GanModel } from "../../../trainer/workloads/gan/gan-model";
import { trainGan } from "../../../trainer/workloads/gan/train-gan";
import { onBackend } from "../on-backend";

onBackend();

it("is that of the samples which a step makes anyway, in no pass of its own", () => {
  let passes = 0;
  let share = Number.NaN;
  const build = (name: string, inputs: number, outputs: number, activation: "tanh" | "relu") =>
    buildNetwork(name, [inputs], mlp([8], outputs, { activation }), randomStream(1, name));
  const generator = build("generator", 3, 2, "tanh");
  const discriminator = build("discriminator", 2, 1, "relu");
  const model: GanModel = {
    generator: generator.network,
    discriminator: discriminator.network,
    latent: 3,
    sampleShape: [2],
    generate(weights, noise, observe) {
      passes += 1;
      return generator.apply(weights, noise, {
        activation(layer, output, kind) {
          // The first pass of a step makes what its discriminator learns on.
          if (kind === "tanh" && passes === 1) {
            const values = output.dataSync<"float32">();
            share = values.filter((value) => Math.abs(value) >= 0.99).length / values.length;
          }
          observe?.activation(layer, output, kind);
        },
      });
    },
    discriminate: discriminator.apply,
    anotherDiscriminator: () => build("discriminator", 2, 1, "relu").network,
    drawReals: (target, random) => void random.fillNormal(target),
  };
  // Far enough from 0 that some units stand at their limits.
  for (const [index, value] of generator.network.values.entries())
    generator.network.values[index] = 3 * value;
  const config = RunConfig.parse({
    workload: "ring-gan",
    batchSize: 16,
    discriminatorUpdates: 2,
    probes: { every: 2 },
  }) as GanConfig;
  const context = createContext(config);
  const training = trainGan(config, model, context);
  function stepAt(step: number): Points {
    passes = 0;
    context.step = step;
    const points: Points = new Map();
    training.step(points);
    return points;
  }
  const saturations = (points: Points) => [...points].filter(([name]) => name.startsWith("saturation/"));

  // The first look finds out that no layer of the discriminator can saturate.
  stepAt(1);
  const looked = stepAt(2);
  expect(share).toBeGreaterThan(0.05);
  expect(share).toBeLessThan(0.95);
  expect(saturations(looked).map(([, value]) => value)).toEqual([expect.closeTo(share, 6)]);
  const passesWithALook = passes;
  const without = stepAt(3);
  expect(saturations(without)).toEqual([]);
  expect(passesWithALook).toBe(passes);
});
