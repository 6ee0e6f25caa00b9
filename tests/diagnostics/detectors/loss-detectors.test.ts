import { describe, expect, it } from "vitest";
import type { EpisodeKind } from "../../../db/contract/episode";
import { detect, healthy, normal, points, type Series } from "../synthetic-run";

const found = (kind: EpisodeKind, series: Series, steps: number, every = 1) =>
  detect(points(series, steps, every)).filter((episode) => episode.kind === kind);

describe("loss divergence", () => {
  it("finds a loss that leaves what it began with, and says from where", () => {
    const run = healthy(1);
    const loss = (step: number) => (step < 400 ? run.loss(step) : 6);
    const [episode] = found("loss_divergence", { loss }, 600);
    // The untrained loss is 2. The median of five points leaves with the third, and is out for five points then.
    expect(episode).toMatchObject({ severity: "critical", evidence: { test: "left" } });
    expect(episode).toMatchObject({ startStep: 402, alarmStep: 406 });
  });

  it("finds a slow, steady rise above the untrained loss while the norm stays flat", () => {
    const loss = (step: number) => (step < 30 ? 12 - 0.01 * step : 11.7 + 0.3 * (step - 30));
    const [episode] = found("loss_divergence", { loss, grad_norm: () => 8 }, 62);
    // 1.3 times the untrained 12 is passed 13 steps into the rise.
    expect(episode).toMatchObject({ evidence: { test: "rising" } });
    expect(episode?.alarmStep).toBeLessThan(60);
  });

  it("finds a second climb though it stays below a first one that the loss came back from", () => {
    // As a public Megatron log does: 12 to 47 within steps, back below 12 at step 30, then steadily to 20.
    const loss = (step: number) =>
      step < 2 ? 12.4 : step < 30 ? 47 - 1.3 * (step - 2) : 10.6 + 0.3 * (step - 30);
    // Less than 50 steps lie between them: one episode, to the end.
    const together = found("loss_divergence", { loss, grad_norm: () => 8 }, 65);
    expect(together).toMatchObject([{ endStep: 64, evidence: { test: "left" } }]);
    const later = (step: number) => (step < 31 ? loss(step) : step < 100 ? 10.9 : loss(step - 70));
    const apart = found("loss_divergence", { loss: later, grad_norm: () => 8 }, 140);
    expect(apart.map(({ evidence }) => evidence.test)).toEqual(["left", "rising"]);
    expect(apart[1]?.startStep).toBeGreaterThanOrEqual(95);
  });

  it("takes a loss that is nothing but noise for no rise, however long it goes on", () => {
    // By chance five looks in a row are each higher than the last, 1 time in 720: often, in 50,000 points.
    const noise = normal(9);
    const loss = (step: number) => (step === 0 ? 1 : 1.5 + 0.25 * Math.tanh(noise()));
    expect(found("loss_divergence", { loss }, 50_000)).toEqual([]);
  });

  it("takes the steps of a curriculum for what they are", () => {
    const noise = normal(3);
    // The sum over sequences of 8, 16, 32 and 64 steps, of which about half is learned at each length.
    const loss = (step: number) => {
      const part = Math.floor(step / 300);
      return 26 * 2 ** part * 0.5 ** (part + (step % 300) / 300) * (1 + 0.05 * noise());
    };
    expect(found("loss_divergence", { loss }, 1200)).toEqual([]);
  });

  it("is one event with the exploding gradient that it comes back from", () => {
    const run = healthy(4);
    const out = (step: number) => step >= 350 && step < 365;
    const series = {
      gradient_norm: (step: number) => run.norm(step) * (out(step) ? 100 : 1),
      loss: (step: number) => run.loss(step) * (out(step) ? 40 : 1),
    };
    expect(found("loss_divergence", series, 500)).toEqual([]);
    expect(found("exploding_gradient", series, 500)).toHaveLength(1);
  });

  it("does not judge the loss of a run that logs rewards, nor one that begins at zero", () => {
    const loss = (step: number) => 0.05 * (1 + step / 50);
    expect(found("loss_divergence", { loss, episode_reward: (step) => step }, 600)).toEqual([]);
    expect(found("loss_divergence", { loss: (step) => (step === 0 ? 0 : 0.02) }, 300)).toEqual([]);
  });

  it("finds a critic without a bound, and leaves a generator's drifting loss alone", () => {
    const size = (step: number) => Math.exp(step / 40);
    const series = {
      "loss/discriminator": (step: number) => -0.2 * size(step),
      "loss/generator": (step: number) => 0.2 * size(step),
    };
    const episodes = found("loss_divergence", series, 300);
    expect(episodes.map(({ series }) => series)).toEqual(["loss/discriminator"]);
    // |loss| = 12 is reached after 40 ln(60) = 164 steps.
    expect(Math.abs((episodes[0]?.startStep ?? 0) - 164)).toBeLessThan(8);
  });
});

describe("loss divergence inside an exploding gradient", () => {
  it.each([
    [1, 40],
    [2, 40],
    [5, 60],
  ])("is told once the loss has been out for 30 steps and 10 points, logged each %i", (every, steps) => {
    const run = healthy(15);
    const isOut = (step: number) => step >= 400 && step < 400 + steps;
    const series = {
      gradient_norm: (step: number) => run.norm(step) * (step === 400 ? 300 : isOut(step) ? 20 : 1),
      loss: (step: number) => (isOut(step) ? 9 : run.loss(step)),
    };
    expect(found("loss_divergence", series, 700, every)).toHaveLength(1);
    const brief = (step: number) => (isOut(step) && step < 425 ? 9 : run.loss(step));
    expect(found("loss_divergence", { ...series, loss: brief }, 700, every)).toEqual([]);
  });
});

describe("loss spike", () => {
  it("tells a lone spike as benign, and not inside an exploding gradient", () => {
    const run = healthy(5);
    const loss = (step: number) => run.loss(step) * (step === 300 ? 8 : 1);
    expect(found("loss_spike", { loss }, 400)).toMatchObject([{ startStep: 300, severity: "benign" }]);
    const gradient_norm = (step: number) => run.norm(step) * (step === 300 ? 90 : 1);
    expect(found("loss_spike", { gradient_norm, loss }, 400)).toEqual([]);
  });
});

describe("plateau", () => {
  it("finds a loss that stands still since its learning rate ran out", () => {
    const noise = normal(6);
    const series = {
      loss: (step: number) => 3 * Math.exp(-Math.min(step, 250) / 200) * (1 + 0.03 * noise()),
      learning_rate: (step: number) => (step < 250 ? 1e-3 : 1e-8),
    };
    const [episode] = found("plateau", series, 700);
    expect(episode).toMatchObject({ severity: "warning", evidence: { test: "rate" } });
    expect(episode?.alarmStep).toBeLessThan(520);
  });

  it("finds a rate that was cut at once though the loss had gained little before", () => {
    const noise = normal(16);
    const loss = (step: number) => (2.75 - 0.1 * (1 - Math.exp(-step / 100))) * (1 + 0.005 * noise());
    const learning_rate = (step: number) => (step < 200 ? 3e-3 : 3e-7);
    expect(found("plateau", { loss, learning_rate }, 700)).toMatchObject([{ evidence: { test: "rate" } }]);
  });

  it("takes the last steps of a long cosine for no plateau", () => {
    const noise = normal(17);
    const series = {
      loss: (step: number) => (0.3 + 2 * Math.exp(-step / 4000)) * (1 + 0.01 * noise()),
      learning_rate: (step: number) => 1 + Math.cos((Math.PI * step) / 20_000),
    };
    expect(found("plateau", series, 20_000)).toEqual([]);
  });

  it("takes the end of a schedule for no plateau", () => {
    const noise = normal(7);
    const series = {
      loss: (step: number) => (0.2 + 2 * Math.exp(-step / 100)) * (1 + 0.03 * noise()),
      learning_rate: (step: number) => 5e-4 * (1 + Math.cos((Math.PI * step) / 1500)),
    };
    expect(found("plateau", series, 1500)).toEqual([]);
  });

  it("finds what was learned lost for good, unless the accuracy says that it is not", () => {
    const noise = normal(8);
    const loss = (step: number) => (step < 300 ? 0.1 + Math.exp(-step / 60) : 1.1) * (1 + 0.03 * noise());
    const series = { loss, accuracy: (step: number) => (step < 300 ? 1 - 0.6 * Math.exp(-step / 60) : 0.35) };
    expect(found("plateau", series, 700)).toMatchObject([
      { severity: "critical", evidence: { test: "lost" } },
    ]);
    const kept = { loss, accuracy: (step: number) => 1 - 0.6 * Math.exp(-step / 60) };
    expect(found("plateau", kept, 700)).toEqual([]);
  });

  it("a task that stands still before it learns is no episode", () => {
    const noise = normal(9);
    const loss = (step: number) =>
      (step < 600 ? 0.17 : 0.17 * Math.exp(-(step - 600) / 300)) * (1 + 0.1 * noise());
    expect(found("plateau", { loss }, 1500)).toEqual([]);
  });
});
