import { describe, expect, it } from "vitest";
import type { RunConfigInput } from "../../../db/contract/run-config";
import { slopeOf } from "../known-answers/layer-profile";
import { onBackend } from "../on-backend";
import { recordTraining } from "../protocol/record-training";

onBackend();

type DeepMlp = Partial<Extract<RunConfigInput, { workload: "deep-mlp" }>>;
const depth = 12;

/** log10 of the gradient's norm at initialization, from the last hidden layer to the first. */
async function logNorms(settings: DeepMlp): Promise<number[]> {
  const { series } = await recordTraining({
    workload: "deep-mlp",
    depth,
    width: 128,
    steps: 1,
    batchSize: 16,
    sampleEvery: 0,
    ...settings,
  });
  return Array.from({ length: depth }, (_, index) => {
    const layer = depth - index;
    const name = settings.residual && layer > 1 ? `residual${layer - 1}-dense1` : `dense${layer}`;
    return Math.log10(series(`gradient_norm/model/${name}`)[0]!);
  });
}

const gaussian = (f: (z: number) => number) => {
  let sum = 0;
  for (let z = -8; z <= 8; z += 0.01) sum += (f(z) * Math.exp((-z * z) / 2) * 0.01) / Math.sqrt(2 * Math.PI);
  return sum;
};

/** Growth a layer by mean-field theory: log10(sigma_w^2 E[phi'^2]) / 2, at the variance q that layers settle at. */
function growthOf(sigmaSquared: number, phi: (x: number) => number): number {
  const derivative = (x: number) => (phi(x + 1e-5) - phi(x - 1e-5)) / 2e-5;
  let q = 1;
  for (let layer = 0; layer < 100; layer += 1) q = sigmaSquared * gaussian((z) => phi(Math.sqrt(q) * z) ** 2);
  return Math.log10(sigmaSquared * gaussian((z) => derivative(Math.sqrt(q) * z) ** 2)) / 2;
}

describe("the gradient of a deep-mlp on its way to the first layer", () => {
  it("vanishes by a factor of four a layer where all is sigmoid, as mean-field theory says", async () => {
    const growth = growthOf(1, (x) => 1 / (1 + Math.exp(-x)));
    expect(growth).toBeCloseTo(Math.log10(1 / 4), 1);
    // Next to the output and the images, layers have not settled.
    const slope = slopeOf((await logNorms({})).slice(1, depth - 2));
    expect(Math.abs(slope - growth)).toBeLessThan(0.05);
  });

  it("explodes in a tanh net of large initial weights, as mean-field theory says", async () => {
    const growth = growthOf(9, Math.tanh);
    expect(growth).toBeGreaterThan(0.1);
    const initialization = { name: "scaled-normal", sigma: 3 } as const;
    const slope = slopeOf((await logNorms({ activation: "tanh", initialization })).slice(1, depth - 2));
    expect(Math.abs(slope - growth)).toBeLessThan(0.08);
  });

  it("hardly changes with residual connections", async () => {
    const norms = await logNorms({ residual: true });
    expect(Math.abs(slopeOf(norms.slice(1, depth - 2)))).toBeLessThan(0.15);
  });

  it("shows in the layer profile", async () => {
    const profileOf = async (settings: DeepMlp) => {
      const { series } = await recordTraining({
        workload: "deep-mlp",
        steps: 1,
        batchSize: 16,
        sampleEvery: 0,
        ...settings,
      });
      return series("layer_profile/model")[0]!;
    };
    expect(await profileOf({})).toBeLessThan(-0.4);
    expect(await profileOf({ residual: true })).toBeGreaterThan(-0.15);
  });
});

describe("training a deep-mlp", () => {
  const trained = async (settings: DeepMlp) => {
    const { end, series } = await recordTraining({
      workload: "deep-mlp",
      depth: 6,
      width: 32,
      steps: 100,
      batchSize: 32,
      sampleEvery: 100,
      ...settings,
    });
    expect(end.status).toBe("finished");
    return series("held_out_accuracy").at(-1)!;
  };

  it("learns nothing through plain sigmoid layers, and digits as soon as there are shortcuts", async () => {
    expect(await trained({})).toBeLessThan(0.2);
    expect(await trained({ residual: true })).toBeGreaterThan(0.4);
  });
});
