import { describe, expect, it } from "vitest";
import { explosions, healthy, normal, points, uniform } from "../synthetic-run";

describe("exploding gradient stays silent", () => {
  it("takes a generator's loss that was near zero and grows to its usual size for no witness", () => {
    const noise = normal(33);
    const series = (largest: number) => ({
      "gradient_norm/generator": (step: number) =>
        (step < 60 ? 0.2 : 0.2 * Math.exp(Math.min((step - 60) / 20, 3))) * Math.exp(0.2 * noise()),
      "loss/generator": (step: number) => (step < 60 ? 0.1 : Math.min(largest, 0.1 + (step - 60) / 100)),
    });
    expect(explosions(points(series(0.7), 300))).toEqual([]);
    expect(explosions(points(series(30), 600))).toHaveLength(1);
  });

  it("takes the loss of a run that logs rewards for no sign of divergence: its target moves", () => {
    const noise = normal(34);
    const growth = (step: number) => Math.exp(Math.min(step, 260) / 200);
    const series = {
      grad_norm: (step: number) => 0.5 * growth(step) * Math.exp(0.2 * noise()),
      loss: (step: number) => 0.01 * growth(step) ** 2 * (1 + 0.1 * noise()),
    };
    expect(explosions(points(series, 600))).toMatchObject([{ evidence: { test: "drift" } }]);
    expect(explosions(points({ ...series, return_mean: (step) => growth(step) }, 600))).toEqual([]);
  });

  it.each([0.06, 0.2, 0.5, 0.76])(
    "stays quiet on clean noise of log-scatter %f, whatever the seed",
    (scatter) => {
      for (let seed = 0; seed < 30; seed++) {
        const run = healthy(seed * 7 + 11, scatter);
        expect(explosions(points({ gradient_norm: run.norm, loss: run.loss }, 1000))).toEqual([]);
      }
    },
  );

  it("raises at most one false alarm per 10k points on a heavy one-sided tail", () => {
    let alarms = 0;
    for (let seed = 0; seed < 40; seed++) {
      const next = uniform(seed + 50);
      const run = healthy(seed + 90, 0.3);
      // log-exponential tail: a norm of 2-6 times the median now and then, which the loss does not follow; exponential tails of the log heavier than this do raise alarms.
      const norm = (step: number) => run.norm(step) * Math.exp(0.25 * -Math.log(1 - next()));
      alarms += explosions(points({ gradient_norm: norm, loss: run.loss }, 1000)).length;
    }
    expect(alarms).toBeLessThanOrEqual(4);
  });

  it("takes a norm that rises while the loss falls for learning, not for an explosion", () => {
    const run = healthy(5, 0.1);
    const late = (step: number) => 1 / (1 + Math.exp(-(step - 300) / 8));
    const series = {
      gradient_norm: (step: number) => 0.2 * run.norm(step) * (1 + 9 * late(step)),
      loss: (step: number) => 2 - 1.7 * late(step - 4) + 0.01 * Math.sin(step),
    };
    expect(explosions(points(series, 600))).toEqual([]);
  });
});
