import { describe, expect, it } from "vitest";
import { explosions, healthy, normal, points } from "../synthetic-run";

describe("exploding gradient", () => {
  it("reports a jump at its step, with ratio, z and thresholds in one sentence", () => {
    const run = healthy(1);
    const found = explosions(
      points(
        { "gradient_norm/rnn": (step) => (step === 400 ? 300 : run.norm(step)), "loss/rnn": run.loss },
        600,
      ),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      series: "gradient_norm/rnn",
      startStep: 400,
      endStep: 400,
      alarmStep: 400,
      peakStep: 400,
      peakValue: 300,
      severity: "warning",
      state: "closed",
    });
    expect(found[0]?.evidence.sentence).toMatch(
      /^norm 300 at step 400, \d+ times its median [\d.]+ \(threshold 3\), robust z [\d.]+ \(threshold 6\)$/,
    );
  });

  it("finds a thousandfold rise of a critic that no single step gives away, soon after it starts", () => {
    const noise = normal(3);
    // .4 to 400 over 500 steps; the critic's loss grows with it.
    const growth = (step: number) => 10 ** ((3 * Math.min(step, 500)) / 500);
    const found = explosions(
      points(
        {
          "gradient_norm/discriminator": (step) => 0.4 * growth(step) * Math.exp(0.3 * noise()),
          "loss/discriminator": (step) => -0.3 * growth(step),
          wasserstein_estimate: (step) => 0.3 * growth(step),
        },
        600,
      ),
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.evidence.test).toBe("drift");
    expect(found[0]?.severity).toBe("critical");
    expect(found[0]?.alarmStep).toBeLessThan(220);
    expect(found[0]?.endStep).toBe(599);
  });

  it("makes one episode of spikes less than fifty steps apart and two of farther ones", () => {
    const run = healthy(8);
    const spikes = new Set([300, 330, 370, 500]);
    const found = explosions(
      points({ gradient_norm: (step) => (spikes.has(step) ? 100 : run.norm(step)), loss: run.loss }, 700),
    );
    expect(found.map(({ startStep, endStep }) => [startStep, endStep])).toEqual([
      [300, 370],
      [500, 500],
    ]);
  });

  it("accepts a new level that does the loss no harm instead of staying open for ever", () => {
    const run = healthy(9);
    const found = explosions(
      points({ gradient_norm: (step) => run.norm(step) * (step < 300 ? 1 : 8), loss: run.loss }, 1500),
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.state).toBe("closed");
    expect(found[0]?.endStep).toBeLessThan(600);
  });

  it("works on runs that log every tenth step", () => {
    const run = healthy(10);
    const [episode] = explosions(
      points({ gradient_norm: (step) => (step === 800 ? 60 : run.norm(step)), loss: run.loss }, 1500, 10),
    );
    expect(episode).toMatchObject({ startStep: 800, peakStep: 800 });
  });

  it("judges the layers together where the network's own norm is not logged", () => {
    const run = healthy(11);
    const found = explosions(
      points(
        {
          "gradient_norm/rnn/input": (step) => run.norm(step),
          "gradient_norm/rnn/recurrent": (step) => (step === 400 ? 500 : 2 * run.norm(step)),
          "loss/rnn": run.loss,
        },
        500,
      ),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ series: "gradient_norm/rnn/recurrent", startStep: 400 });
  });
});
