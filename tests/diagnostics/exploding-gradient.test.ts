import { describe, expect, it } from "vitest";
import { createRunMonitor } from "../../diagnostics/monitor-run";
import { detect, healthy, normal, points, uniform } from "./synthetic-run";

const explosions = (all: Parameters<typeof detect>[0]) =>
  detect(all).filter(({ kind }) => kind === "exploding_gradient");

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

  it("is critical when the loss leaves its level with the norm", () => {
    const run = healthy(2);
    const [episode] = explosions(
      points(
        {
          gradient_norm: (step) => (step >= 400 && step < 430 ? 80 : run.norm(step)),
          loss: (step) => (step >= 401 ? 3 : run.loss(step)),
        },
        600,
      ),
    );
    expect(episode).toMatchObject({ startStep: 400, endStep: 429, severity: "critical", state: "closed" });
    expect(episode?.severityReason).toContain("loss left its level");
  });

  it("finds a divergence within its first ten steps", () => {
    const [episode] = explosions(
      points(
        { gradient_norm: (step) => (step < 6 ? 1 + 0.1 * step : 30 * 4 ** (step - 6)), loss: () => 2 },
        20,
      ),
    );
    expect(episode).toMatchObject({ startStep: 6, alarmStep: 6 });
    expect(episode?.evidence.test).toBe("early");
  });

  it("finds a run that diverges before it has a past, once norm and loss have both left their first point", () => {
    // Logged each 5 steps: the second point is an explosion already.
    const diverging = points(
      { gradient_norm: (step) => 1.2 * 2 ** step, loss: (step) => 1.5 * 1.3 ** step },
      60,
      5,
    );
    const [episode] = explosions(diverging);
    expect(episode).toMatchObject({ startStep: 5, alarmStep: 5, severity: "critical" });
    expect(episode?.evidence.test).toBe("outset");
    const settling = points(
      {
        gradient_norm: (step) => 1 + 3 * Math.exp(-((step - 10) ** 2) / 20),
        loss: (step) => 2 * Math.exp(-step / 50),
      },
      200,
    );
    expect(explosions(settling)).toEqual([]);
  });

  it("judges what comes after a gap of many log intervals by itself", () => {
    const run = healthy(31);
    const norm = (step: number) => (step < 100 ? 1e4 : step < 20_003 ? 10 : 200) * run.norm(step);
    const loss = (step: number) => (step < 20_003 ? 3 : 8);
    const [episode] = explosions(
      points({ gradient_norm: norm, loss }, 20_010).filter(({ step }) => step < 100 || step >= 20_000),
    );
    expect(episode).toMatchObject({ startStep: 20_003, evidence: { test: "outset" } });
  });

  it("takes a climb for the trouble that it is where the log begins midway, and for first steps at step 0", () => {
    // Each 10 steps; the loss rises to 1.2, 1.44 and 1.73 of its first value, the norm to 1.6, 2.6 and 4.1.
    const climb = (first: number) =>
      points(
        {
          gradient_norm: (step) => 1.6 ** ((step - first) / 10),
          loss: (step) => 5 * 1.2 ** ((step - first) / 10),
        },
        first + 31,
        10,
      ).filter(({ step }) => step >= first);
    expect(explosions(climb(6900))).toMatchObject([{ startStep: 6930, evidence: { test: "outset" } }]);
    expect(explosions(climb(0))).toEqual([]);
    expect(explosions(climb(400))).toEqual([]);
    // One bad batch after a resume, of a loss that goes up and down.
    const noisy = points(
      { gradient_norm: (step) => (step === 6930 ? 4 : 1), loss: (step) => (step === 6930 ? 8 : 5) },
      7100,
      10,
    );
    expect(explosions(noisy.filter(({ step }) => step >= 6900))).toEqual([]);
  });

  it("calls a spike that stays below the norm at which the run clips benign", () => {
    const run = healthy(32);
    // It clips at 2, as it had to in its first steps.
    const clipped = {
      gradient_norm: (step: number) =>
        step < 100 ? 3 * run.norm(step) : step === 700 ? 1.5 : 0.001 * run.norm(step),
      clip_coefficient: (step: number) => (step < 100 ? 0.6 : 1),
      loss: run.loss,
    };
    expect(explosions(points(clipped, 900))).toMatchObject([{ startStep: 700, severity: "benign" }]);
    const { clip_coefficient: _, ...unclipped } = clipped;
    expect(explosions(points(unclipped, 900))).toMatchObject([{ startStep: 700, severity: "warning" }]);
  });

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

  it("asks for more of a pair's first points than of a network alone", () => {
    const norm = (step: number) => (step < 8 ? 0.1 : 3);
    expect(explosions(points({ gradient_norm: norm, loss: () => 1 }, 12))).toHaveLength(1);
    expect(explosions(points({ "gradient_norm/generator": norm, "loss/generator": () => 1 }, 12))).toEqual(
      [],
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

  it("calls a spike that clipping caught benign, with the norm before and after", () => {
    const run = healthy(6);
    const norm = (step: number) => (step === 350 ? 200 : run.norm(step));
    const [episode] = explosions(
      points(
        {
          "gradient_norm/rnn": norm,
          "clip_coefficient/rnn": (step) => (step === 350 ? 1 / 200 : 1),
          "loss/rnn": run.loss,
        },
        500,
      ),
    );
    expect(episode?.severity).toBe("benign");
    expect(episode?.severityReason).toBe(
      "Clipping caught it: norm 200 before, 1 after, and the loss has kept its level",
    );
  });

  it("keeps a caught spike benign while the norm settles below the clipping limit", () => {
    const run = healthy(12);
    // A solved task: norm .01, far below the limit of 1, so that the steps after the spike are not clipped.
    const norm = (step: number) =>
      run.norm(step) * (step === 350 ? 30 : step > 350 && step < 360 ? 0.1 : 0.01);
    const [episode] = explosions(
      points(
        {
          "gradient_norm/rnn": norm,
          "clip_coefficient/rnn": (step) => (step === 350 ? 1 / 30 : 1),
          "loss/rnn": run.loss,
        },
        500,
      ),
    );
    expect(episode).toMatchObject({ startStep: 350, severity: "benign" });
    expect(episode?.endStep).toBeGreaterThan(350);
  });

  it("calls a caught spike a warning while the loss is away and benign once it is back", () => {
    const run = healthy(12);
    const hit = (step: number) => step >= 350 && step < 360;
    const monitor = createRunMonitor();
    const severities = new Set<string>();
    for (const point of points(
      {
        "gradient_norm/rnn": (step) => (hit(step) ? 200 : run.norm(step)),
        "clip_coefficient/rnn": (step) => (hit(step) ? 1 / 200 : 1),
        "loss/rnn": (step) => (hit(step) ? 9 : run.loss(step)),
      },
      500,
    ))
      for (const episode of monitor.push(point)) severities.add(episode.severity);
    monitor.end();
    expect([...severities]).not.toContain("critical");
    expect(monitor.episodes()).toMatchObject([
      { startStep: 350, severity: "benign", severityReason: expect.stringContaining("came back") },
    ]);
    expect(severities).toContain("warning");
  });

  it("does not call a clipped spike benign when the loss moves all the same", () => {
    const run = healthy(7);
    const [episode] = explosions(
      points(
        {
          gradient_norm: (step) => (step === 350 ? 200 : run.norm(step)),
          gradient_norm_clipped: (step) => (step === 350 ? 1 : run.norm(step)),
          loss: (step) => (step > 350 ? 2.5 : run.loss(step)),
        },
        500,
      ),
    );
    expect(episode?.severity).toBe("critical");
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
