import { describe, expect, it } from "vitest";
import { RunConfig } from "../../../db/contract/run-config";
import { createContext } from "../../../trainer/context";
import { buildNetwork } from "../../../trainer/networks/build";
import { weightsOf } from "../../../trainer/networks/network";
import { randomStream } from "../../../trainer/random";
import { type Tensor, tf } from "../../../trainer/tensorflow";
import { createWorkload } from "../../../trainer/workloads";
import { judgeBoth } from "../../../trainer/workloads/gan/judge";
import { onBackend } from "../on-backend";

onBackend();

describe("a discriminator with batch normalization", () => {
  it("scores real samples the same whatever the generated ones beside them are", () => {
    tf.tidy(() => {
      const { network, apply, tiesExamples } = buildNetwork(
        "discriminator",
        [2],
        {
          layers: [
            { kind: "dense", units: 4, normalization: "batch" },
            { kind: "dense", units: 1 },
          ],
        },
        randomStream(0, "init"),
      );
      const weights = weightsOf(network);
      const real = tf.tensor2d([1, 2, -1, 0, 3, 1], [3, 2]);
      const beside = (fake: Tensor) =>
        Array.from(
          judgeBoth((samples) => apply(weights, samples), tf.concat([real, fake]), {
            tiesExamples,
          })[0].scores.dataSync(),
        );
      expect(beside(tf.fill([3, 2], 100))).toEqual(beside(tf.zeros([3, 2])));
    });
  });

  it("is refused with a penalty on its input gradient, the layer named", () => {
    const config = RunConfig.parse({
      workload: "ring-gan",
      layers: 1,
      hidden: 8,
      discriminatorNormalization: "batch",
    });
    const penalized = { ...config, interventions: [{ name: "wgan-gp", coefficient: 1 }] } as RunConfig;
    expect(() => createWorkload(penalized, createContext(penalized))).toThrow(
      /wgan-gp penalizes the gradient by each sample, but batch normalization in dense1 .* use layer normalization/,
    );
    const context = createContext(config);
    expect(createWorkload(config, context).step(new Map())).toBe(true);
  });
});
