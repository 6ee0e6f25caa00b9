import { describe, expect, it } from "vitest";
import { explosions, healthy, points } from "../synthetic-run";

describe("an exploding gradient of the first points", () => {
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

  it("asks for more of a pair's first points than of a network alone", () => {
    const norm = (step: number) => (step < 8 ? 0.1 : 3);
    expect(explosions(points({ gradient_norm: norm, loss: () => 1 }, 12))).toHaveLength(1);
    expect(explosions(points({ "gradient_norm/generator": norm, "loss/generator": () => 1 }, 12))).toEqual(
      [],
    );
  });
});
