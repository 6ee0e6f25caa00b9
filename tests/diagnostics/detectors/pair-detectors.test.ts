import { describe, expect, it } from "vitest";
import type { EpisodeKind } from "../../../db/contract/episode";
import { detect, normal, points, type Series } from "../synthetic-run";

const found = (kind: EpisodeKind, series: Series, steps: number) =>
  detect(points(series, steps)).filter((episode) => episode.kind === kind);

/** A pair whose discriminator is right on these shares, with a generator's norm of .3. */
function pair(real: (step: number) => number, fake: (step: number) => number): Series {
  const noise = normal(1);
  return {
    "discriminator_accuracy/real": real,
    "discriminator_accuracy/fake": fake,
    "gradient_norm/generator": () => 0.3 * Math.exp(0.2 * noise()),
    "loss/discriminator": () => 1.2,
    "loss/generator": () => 0.8,
  };
}
const sampled = (value: (step: number) => number) => (step: number) =>
  step % 20 === 0 ? value(step) : undefined;
const quality = (value: (step: number) => number) => ({ "sample/high_quality_share": sampled(value) });
const coverage = (value: (step: number) => number) => ({ "sample/mode_coverage": sampled(value) });

describe("discriminator overpowering", () => {
  it("is found where it is right on all for 400 steps", () => {
    const series = pair(
      () => 1,
      () => 0.99,
    );
    expect(found("discriminator_overpowering", series, 600)).toMatchObject([
      { startStep: 0, alarmStep: 400 },
    ]);
  });

  it("is none where it settles, where the samples are good, or where it guesses on fakes", () => {
    const settles = pair(
      (step) => (step < 300 ? 1 : 0.7),
      () => 1,
    );
    expect(found("discriminator_overpowering", settles, 900)).toEqual([]);
    const good = {
      ...pair(
        () => 1,
        () => 1,
      ),
      ...quality(() => 0.8),
    };
    expect(found("discriminator_overpowering", good, 900)).toEqual([]);
    expect(
      found(
        "discriminator_overpowering",
        pair(
          () => 1,
          () => 0.6,
        ),
        900,
      ),
    ).toEqual([]);
  });

  it("is read from StyleGAN's signs as well", () => {
    const series = { "Loss/signs/real": () => 0.98, "Loss/signs/fake": () => -0.97, "Loss/G/loss": () => 5 };
    expect(found("discriminator_overpowering", series, 600)).toHaveLength(1);
  });
});

describe("discriminator collapse", () => {
  const collapsing = (step: number) => (step < 300 ? 0.3 : 0.3 * Math.exp(-(step - 300) / 20));

  it("is guessing with no gradient left for the generator", () => {
    const series = {
      ...pair(
        () => 1,
        () => 0.02,
      ),
      "gradient_norm/generator": collapsing,
    };
    const [episode] = found("discriminator_collapse", series, 700);
    // A twentieth is left after 20 ln(20) = 60 steps.
    expect(Math.abs((episode?.startStep ?? 0) - 364)).toBeLessThan(8);
  });

  it("is none at an equilibrium, where the generator still receives a gradient", () => {
    expect(
      found(
        "discriminator_collapse",
        pair(
          () => 0.52,
          () => 0.49,
        ),
        900,
      ),
    ).toEqual([]);
  });
});

describe("generator starvation", () => {
  it("is a vanishing gradient behind a confident discriminator", () => {
    const series = {
      ...pair(
        () => 1,
        () => 1,
      ),
      "gradient_norm/generator": (step: number) => 0.1 * Math.exp(-step / 30),
    };
    expect(found("generator_starvation", series, 500)).toMatchObject([{ severity: "critical" }]);
    expect(
      found(
        "generator_starvation",
        pair(
          () => 1,
          () => 1,
        ),
        500,
      ),
    ).toEqual([]);
  });
});

describe("discriminator overfitting", () => {
  it("is knowing training reals much better than held-out ones", () => {
    const gap = (value: number) => ({
      ...pair(
        () => 0.9,
        () => 0.8,
      ),
      "discriminator_accuracy/gap": () => value,
    });
    expect(found("discriminator_overfitting", gap(0.35), 400)).toMatchObject([{ severity: "warning" }]);
    expect(found("discriminator_overfitting", gap(0.05), 400)).toEqual([]);
  });
});

describe("mode collapse", () => {
  const balanced = pair(
    () => 0.7,
    () => 0.7,
  );

  it("is good samples of a few modes", () => {
    const series = { ...balanced, ...coverage(() => 0.125), ...quality((step) => Math.min(0.9, step / 300)) };
    expect(found("mode_collapse", series, 800)).toMatchObject([{ startStep: 0, evidence: { test: "few" } }]);
  });

  it("is losing the modes that were covered", () => {
    const series = {
      ...balanced,
      ...coverage((step) => (step < 900 ? Math.min(1, step / 500) : 0.3)),
      ...quality(() => 0.2),
    };
    const [episode] = found("mode_collapse", series, 1500);
    expect(episode).toMatchObject({ evidence: { test: "lost" } });
    expect(Math.abs((episode?.startStep ?? 0) - 920)).toBeLessThan(25);
  });

  it("is none while the pair learns, nor for an untrained blob that lies on a mode", () => {
    const series = {
      ...balanced,
      ...coverage((step) => Math.min(1, step / 1000)),
      ...quality((step) => (step < 40 ? 0.95 : Math.min(0.6, step / 3000))),
    };
    expect(found("mode_collapse", series, 1500)).toEqual([]);
  });
});

describe("oscillation", () => {
  const swinging = (step: number) => 0.6 + 0.38 * Math.sin(step / 12);

  it("is an accuracy that swings from one side to the other", () => {
    expect(
      found(
        "oscillation",
        pair(() => 0.5, swinging),
        600,
      ),
    ).toMatchObject([{ severity: "critical" }]);
  });

  it("is none with small swings, with good samples, or in a collapsed discriminator", () => {
    expect(
      found(
        "oscillation",
        pair(
          () => 0.5,
          (step) => 0.6 + 0.15 * Math.sin(step / 12),
        ),
        600,
      ),
    ).toEqual([]);
    expect(found("oscillation", { ...pair(() => 0.5, swinging), ...quality(() => 0.8) }, 600)).toEqual([]);
    const collapsed = {
      ...pair(() => 0.5, swinging),
      "gradient_norm/generator": (step: number) => (step < 20 ? 0.3 : 1e-6),
    };
    expect(found("oscillation", collapsed, 600)).toEqual([]);
  });
});
