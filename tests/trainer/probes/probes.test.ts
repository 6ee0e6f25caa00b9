import { describe, expect, it } from "vitest";
import { createNetwork } from "../../../trainer/networks/network";
import { accuracyOf } from "../../../trainer/probes/accuracy";
import { reportDiscriminatorAccuracy } from "../../../trainer/probes/discriminator-accuracy";
import { gradientNorms, norm } from "../../../trainer/probes/gradient-norm";
import { reportInputGradientNorm } from "../../../trainer/probes/input-gradient-norm";
import { createLossDispersion } from "../../../trainer/probes/loss-dispersion";
import { reportModeCoverage } from "../../../trainer/probes/mode-coverage";
import { measuredFloats, sumOfSquaredDifferences } from "../../../trainer/probes/sum-of-squares";
import { createUpdateProbe } from "../../../trainer/probes/update-probe";
import { reportWassersteinEstimate } from "../../../trainer/probes/wasserstein-estimate";
import { randomStream } from "../../../trainer/random";
import { createRunState } from "../../../trainer/state/state-registry";

const network = createNetwork("rnn", [
  { layer: "input", name: "weight", shape: [1, 1] },
  { layer: "input", name: "bias", shape: [1] },
  { layer: "output", name: "weight", shape: [1] },
]);

describe("gradient norm", () => {
  it("takes a layer's weight and bias together, and all layers for the network", () => {
    const { global, layers } = gradientNorms(network, Float32Array.of(3, 4, 12));
    expect(global).toBe(13);
    expect(Array.from(layers)).toEqual([5, 12]);
  });

  it("counts every entry of a stretch once, however long it is", () => {
    const powers = Float32Array.from({ length: 12 }, (_, index) => 2 ** index);
    for (let start = 0; start < 4; start += 1)
      for (let end = start; end <= powers.length; end += 1)
        expect(norm(powers, start, end) ** 2).toBeCloseTo((4 ** end - 4 ** start) / 3, 6);
    const ones = new Float32Array(9000).fill(1);
    const twos = ones.map((one) => 2 * one);
    for (const count of [4095, 4096, 4097, 8192, 8201]) {
      expect(norm(ones, 7, 7 + count) ** 2).toBeCloseTo(count, 6);
      expect(sumOfSquaredDifferences(twos, ones, 7, 7 + count)).toBe(count);
    }
  });

  it("of an array that is measured where it lies counts the same entries", () => {
    const [measured, powers] = [measuredFloats(20), measuredFloats(3)];
    for (let index = 0; index < 20; index += 1) measured[index] = 1.5 ** index;
    const plain = Float32Array.from(measured);
    for (let start = 0; start < 5; start += 1)
      for (let end = start; end <= 20; end += 1)
        expect(norm(measured, start, end)).toBeCloseTo(norm(plain, start, end), 9);
    expect(norm(powers)).toBe(0);
    expect(norm(measured.subarray(2, 17))).toBeCloseTo(norm(plain, 2, 17), 9);
    measured[12] = Number.NaN;
    expect(norm(measured)).toBeNaN();
  });

  it("neither underflows nor overflows where squares leave float32", () => {
    expect(norm(Float32Array.of(3e-30, 4e-30)) / 5e-30).toBeCloseTo(1, 6);
    expect(norm(Float32Array.of(3e30, 4e30)) / 5e30).toBeCloseTo(1, 6);
    expect(norm(Float32Array.of(Number.NaN, 1))).toBeNaN();
    expect(norm(Float32Array.of(Number.NEGATIVE_INFINITY, 1))).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("update probe", () => {
  it("reports the largest norm and ratio and the smallest coefficient of a step's updates", () => {
    const probe = createUpdateProbe(network, { clips: true });
    const update = (before: number[], after: number[], updates: number) => {
      const norms = [before, after].map((gradient) => gradientNorms(network, Float32Array.from(gradient)));
      probe.clipped(norms[0]!, norms[1]!);
      probe.updated({ updates, weights: 4 });
    };
    update([0, 0, 10], [0, 0, 1], 1);
    update([3, 4, 0], [3, 4, 0], 9);
    const points = new Map<string, number>();
    probe.report(points);
    expect(Object.fromEntries(points)).toEqual({
      "gradient_norm/rnn": 10,
      "gradient_norm/rnn/input": 5,
      "gradient_norm/rnn/output": 10,
      "gradient_norm_clipped/rnn": 5,
      "gradient_norm_clipped/rnn/input": 5,
      "gradient_norm_clipped/rnn/output": 1,
      "clip_coefficient/rnn": 0.1,
      "update_ratio/rnn": 1.5,
      "update_norm/rnn": 3,
      "weight_norm/rnn": 2,
      // Both layers' largest norms: 5 at the input, 10 at the output.
      "layer_profile/rnn": expect.closeTo(Math.log10(5 / 10), 12),
    });
    points.clear();
    probe.report(points);
    expect(points.size).toBe(0);
  });

  it("does not hide a norm that is not finite behind finite ones", () => {
    const probe = createUpdateProbe(network, { clips: false });
    for (const entry of [Number.NaN, 1]) {
      const norms = gradientNorms(network, Float32Array.of(entry, 0, 0));
      probe.clipped(norms, norms);
    }
    const points = new Map<string, number>();
    probe.report(points);
    expect(points.get("gradient_norm/rnn")).toBeNaN();
  });
});

describe("loss dispersion", () => {
  /** By the definition: least squares by normal equations, medians by sorting copies. */
  function bruteForce(losses: number[]): number {
    const n = losses.length;
    const steps = losses.map((_, index) => index);
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
    const [sx, sy] = [sum(steps), sum(losses)];
    const sxx = sum(steps.map((x) => x * x));
    const sxy = sum(steps.map((x) => x * losses[x]!));
    const slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
    const intercept = (sy - slope * sx) / n;
    const residuals = losses.map((loss, x) => loss - intercept - slope * x);
    const median = (values: number[]) => {
      const sorted = [...values].sort((a, b) => a - b);
      return (sorted[Math.floor((n - 1) / 2)]! + sorted[Math.ceil((n - 1) / 2)]!) / 2;
    };
    const centre = median(residuals);
    return 1.4826 * median(residuals.map((residual) => Math.abs(residual - centre)));
  }

  it("is the scaled median deviation from the line through the last 64 losses", () => {
    const random = randomStream(5, "test");
    const dispersion = createLossDispersion(createRunState());
    const losses: number[] = [];
    for (let step = 0; step < 150; step += 1) {
      losses.push(-3 + 0.05 * step + random.normal() * (1 + step / 50));
      dispersion.push(losses.at(-1)!);
      const value = dispersion.dispersion();
      if (step < 15) expect(value).toBeUndefined();
      else expect(value).toBeCloseTo(bruteForce(losses.slice(-64)), 9);
    }
  });

  it("is 0 on a line and estimates the deviation of noise around one", () => {
    const onLine = createLossDispersion(createRunState());
    const noisy = createLossDispersion(createRunState(), { window: 1000, atLeast: 16 });
    const random = randomStream(6, "test");
    for (let step = 0; step < 1000; step += 1) {
      onLine.push(7 - 0.01 * step);
      const value = onLine.dispersion();
      if (value !== undefined) expect(value).toBeLessThan(1e-12);
      noisy.push(0.01 * step + 0.5 * random.normal());
    }
    expect(noisy.dispersion()).toBeGreaterThan(0.45);
    expect(noisy.dispersion()).toBeLessThan(0.55);
  });

  it("is NaN while a loss in the window is not finite, and recovers after it", () => {
    const dispersion = createLossDispersion(createRunState(), { window: 8, atLeast: 4 });
    const dispersionAfter = (loss: number) => {
      dispersion.push(loss);
      return dispersion.dispersion();
    };
    for (const loss of [1, 2, 1, 2]) dispersion.push(loss);
    expect(dispersionAfter(Number.NaN)).toBeNaN();
    for (let step = 0; step < 7; step += 1) expect(dispersionAfter(step % 2)).toBeNaN();
    expect(dispersionAfter(1)).toBeGreaterThan(0);
  });

  it("goes on from any earlier state as it did then, whatever it has seen since", () => {
    const random = randomStream(7, "test");
    const losses = Array.from({ length: 200 }, () => random.normal());
    const state = createRunState();
    const dispersion = createLossDispersion(state);
    const valuesFrom = (start: number) =>
      losses.slice(start).map((loss) => {
        dispersion.push(loss);
        return dispersion.dispersion();
      });
    for (const loss of losses.slice(0, 20)) dispersion.push(loss);
    const early = state.snapshot();
    const first = valuesFrom(20);
    state.restore(early);
    expect(valuesFrom(20)).toEqual(first);
  });
});

describe("accuracies", () => {
  it("of a classifier counts examples whose label has the largest logit; ties and NaN are wrong", () => {
    const logits = Float32Array.of(1, 2, 0, 3, 1, 1, 5, 5, 0, Number.NaN, 1, 0);
    expect(accuracyOf(logits, Int32Array.of(1, 0, 0, 1))).toBe(0.5);
  });

  it("of a discriminator is the mean of its rates on real and fake", () => {
    const points = new Map<string, number>();
    reportDiscriminatorAccuracy(points, Float32Array.of(1, -1, 2, 0), Float32Array.of(-1, -2, -3, 1));
    expect(Object.fromEntries(points)).toEqual({
      discriminator_accuracy: 0.625,
      "discriminator_accuracy/real": 0.5,
      "discriminator_accuracy/fake": 0.75,
    });
  });

  it("of a critic is the difference of mean scores", () => {
    const points = new Map<string, number>();
    reportWassersteinEstimate(points, Float32Array.of(1, 2, 6), Float32Array.of(-1, 0, -2));
    expect(points.get("wasserstein_estimate")).toBe(4);
  });
});

describe("input-gradient norm", () => {
  it("is the mean and maximum over samples, whatever the gradient was scaled by", () => {
    const points = new Map<string, number>();
    reportInputGradientNorm(points, Float32Array.of(0.3, 0.4, 0, -1.5), 2, 0.5);
    expect(points.get("input_gradient_norm/mean")).toBeCloseTo(2, 6);
    expect(points.get("input_gradient_norm/max")).toBeCloseTo(3, 6);
  });
});

describe("mode coverage", () => {
  const ring = { centres: [[1, 0] as const, [-1, 0] as const], sigma: 0.1 };

  it("counts modes with a sample within 3 sigma, and samples near any mode", () => {
    const points = new Map<string, number>();
    reportModeCoverage(points, Float32Array.of(1, 0.29, 1, 0.31, 0.8, 0.1, 5, 5), ring);
    expect(Object.fromEntries(points)).toEqual({
      "sample/modes": 1,
      "sample/mode_coverage": 0.5,
      "sample/high_quality_share": 0.5,
      // All four are nearest to the first of two modes.
      "sample/reverse_kl": Math.log(2),
    });
  });

  it("counts samples that are not finite as far from every mode", () => {
    const points = new Map<string, number>();
    reportModeCoverage(points, Float32Array.of(Number.NaN, 0, 1, Number.POSITIVE_INFINITY), ring);
    expect(points.get("sample/high_quality_share")).toBe(0);
  });
});
