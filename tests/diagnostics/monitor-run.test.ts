import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRunMonitor, type RunPoint } from "../../diagnostics/monitor-run";
import { detect, healthy, normal, points, uniform } from "./synthetic-run";

/** A run with one of everything: a caught spike, a harmful jump, a late NaN. */
function eventful(seed: number, scale = 1): RunPoint[] {
  const run = healthy(seed);
  return points(
    {
      "gradient_norm/rnn": (step) => scale * run.norm(step) * (step === 250 || step === 400 ? 90 : 1),
      "clip_coefficient/rnn": (step) => (step === 250 ? 1 / 90 : 1),
      "loss/rnn": (step) => (step > 400 ? 4 : step === 590 ? Number.NaN : run.loss(step)),
      "gradient_norm/rnn/input": (step) => (step % 10 === 0 ? scale * run.norm(step) : undefined),
    },
    600,
  );
}

describe("run monitor", () => {
  it("finds the same episodes however the points of a step are ordered", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const next = uniform(seed);
        const byStep = new Map<number, RunPoint[]>();
        for (const point of eventful(4)) byStep.set(point.step, [...(byStep.get(point.step) ?? []), point]);
        const shuffled = [...byStep.values()].flatMap((step) =>
          step
            .map((point) => ({ point, key: next() }))
            .sort((a, b) => a.key - b.key)
            .map(({ point }) => point),
        );
        expect(detect(shuffled)).toEqual(detect(eventful(4)));
      }),
      { numRuns: 20 },
    );
  });

  it("reports while it goes what a replay of the stored run finds at the end", () => {
    const monitor = createRunMonitor();
    const latest = new Map<string, unknown>();
    for (const point of eventful(5))
      for (const episode of monitor.push(point)) latest.set(`${episode.kind} ${episode.startStep}`, episode);
    for (const episode of monitor.end()) latest.set(`${episode.kind} ${episode.startStep}`, episode);
    expect([...latest.values()]).toEqual(detect(eventful(5)));
    expect(latest.size).toBeGreaterThanOrEqual(2);
  });

  it("finds the same jumps when all gradients are scaled by a constant", () => {
    const steps = (scale: number) =>
      detect(eventful(6, scale))
        .filter(({ kind }) => kind === "exploding_gradient")
        .map(({ startStep, endStep, peakStep, severity }) => ({ startStep, endStep, peakStep, severity }));
    const unscaled = steps(1);
    expect(unscaled).toHaveLength(2);
    // Powers of two scale without rounding.
    for (const scale of [2 ** -20, 2 ** -7, 2 ** 10, 2 ** 30]) expect(steps(scale)).toEqual(unscaled);
  });

  it("hands out copies: a caller cannot change what the monitor knows", () => {
    const monitor = createRunMonitor();
    for (const point of eventful(7)) monitor.push(point);
    const [first] = monitor.episodes();
    if (!first) throw new Error("expected an episode");
    first.severity = "warning";
    first.evidence.values.norm = -1;
    expect(monitor.episodes()[0]).not.toEqual(first);
  });

  it("judges a point of a series that lags behind at its own step", () => {
    const noise = normal(8);
    const monitor = createRunMonitor();
    for (let step = 0; step < 300; step++) {
      monitor.push({ series: "loss/rnn", step, value: 1 });
      // The norm arrives three steps late.
      if (step >= 3)
        monitor.push({
          series: "gradient_norm/rnn",
          step: step - 3,
          value: step - 3 === 200 ? 400 : Math.exp(0.1 * noise()),
        });
    }
    monitor.end();
    expect(monitor.episodes().map(({ startStep, peakStep }) => [startStep, peakStep])).toEqual([[200, 200]]);
  });

  it("ignores a point that repeats a step of its series", () => {
    const monitor = createRunMonitor();
    monitor.push({ series: "loss", step: 5, value: 1 });
    monitor.push({ series: "loss", step: 5, value: Number.NaN });
    monitor.push({ series: "loss", step: 3, value: Number.NaN });
    monitor.end();
    expect(monitor.episodes()).toEqual([]);
  });

  it("survives gaps: steps that are missing are not judged and break nothing", () => {
    const run = healthy(9);
    const all = points(
      { gradient_norm: (step) => (step === 700 ? 80 : run.norm(step)), loss: run.loss },
      900,
    ).filter(({ step }) => step < 300 || step >= 600);
    expect(detect(all).map(({ startStep }) => startStep)).toEqual([700]);
  });

  it("closes what is open when the run ends", () => {
    const run = healthy(10);
    const monitor = createRunMonitor();
    for (const point of points(
      { gradient_norm: (step) => (step >= 495 ? 90 : run.norm(step)), loss: run.loss },
      500,
    ))
      monitor.push(point);
    expect(monitor.episodes()[0]?.state).toBe("open");
    expect(monitor.end().map(({ state }) => state)).toContain("closed");
    expect(monitor.end()).toEqual([]);
  });

  it("uses the thresholds it is given", () => {
    const run = healthy(11);
    const monitor = createRunMonitor({
      thresholds: { "exploding-gradient": { jumpRatio: 1000, witnessedRatio: 1000 } },
    });
    for (const point of points(
      { gradient_norm: (step) => (step === 300 ? 90 : run.norm(step)), loss: run.loss },
      400,
    ))
      monitor.push(point);
    expect(monitor.episodes()).toEqual([]);
  });

  it("tells an episode of a layer under the name that the layer is logged as", () => {
    const run = healthy(12);
    const layer = (share: number) => (step: number) => share * run.norm(step) * (step === 300 ? 90 : 1);
    const found = detect(
      points({ "encoder/grad_norm/fc1": layer(1), "decoder/grad_norm/fc1": layer(0.5), loss: run.loss }, 400),
    );
    expect(found.map(({ kind, series }) => [kind, series])).toContainEqual([
      "exploding_gradient",
      "encoder/grad_norm/fc1",
    ]);
  });
});
