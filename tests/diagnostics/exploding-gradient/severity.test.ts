import { describe, expect, it } from "vitest";
import { createRunMonitor } from "../../../diagnostics/monitor-run";
import { explosions, healthy, points } from "../synthetic-run";

describe("the severity of an exploding gradient", () => {
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
});
