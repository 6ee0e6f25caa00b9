import { describe, expect, it } from "vitest";
import { detect, healthy, points } from "./synthetic-run";

const broken = (all: Parameters<typeof detect>[0]) => detect(all).filter(({ kind }) => kind === "non_finite");

describe("non-finite values", () => {
  it("calls one overflow that mixed precision skips benign", () => {
    const run = healthy(1);
    const found = broken(
      points(
        {
          gradient_norm: (step) => (step === 200 ? Number.POSITIVE_INFINITY : run.norm(step)),
          loss: run.loss,
        },
        400,
      ),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ startStep: 200, endStep: 200, severity: "benign", state: "closed" });
    expect(found[0]?.evidence.sentence).toBe("gradient_norm +Inf at step 200");
  });

  it("calls overflows that last critical", () => {
    const run = healthy(2);
    const [episode] = broken(
      points(
        {
          gradient_norm: (step) => (step >= 200 ? Number.POSITIVE_INFINITY : run.norm(step)),
          loss: run.loss,
        },
        300,
      ),
    );
    expect(episode).toMatchObject({ startStep: 200, endStep: 299, severity: "critical" });
  });

  it("calls the first NaN loss critical at its step, though the run ends there", () => {
    const run = healthy(3);
    const [episode] = broken(
      points(
        { "gradient_norm/rnn": run.norm, "loss/rnn": (step) => (step === 299 ? Number.NaN : run.loss(step)) },
        300,
      ),
    );
    expect(episode).toMatchObject({
      series: "loss/rnn",
      startStep: 299,
      alarmStep: 299,
      severity: "critical",
    });
    expect(episode?.peakValue).toBeNaN();
    expect(episode?.severityReason).toContain("loss/rnn is NaN at step 299");
  });

  it("makes one episode of a whole run that breaks, named after the loss", () => {
    const breaks = (step: number) => (step >= 100 ? Number.NaN : 1);
    const found = broken(
      points(
        {
          "gradient_norm/generator": breaks,
          "gradient_norm/discriminator": breaks,
          "loss/discriminator": breaks,
          "loss/generator": breaks,
        },
        200,
      ),
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.series).toBe("loss/discriminator");
  });
});
