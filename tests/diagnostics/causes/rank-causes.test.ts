import { describe, expect, it } from "vitest";
import type { EpisodeKind } from "../../../db/contract/episode";
import type { ReplayedSeries } from "../../../diagnostics/backtest/replay";
import { configFacts } from "../../../diagnostics/causes/config-facts";
import { causes } from "../../../diagnostics/causes/registry";
import { largestNear, levelBefore, levelFrom } from "../../../diagnostics/causes/run-log";
import { diagnose } from "../../../diagnostics/diagnosis/diagnose";
import { healthy, normal, type Series } from "../synthetic-run";

const columns = (series: Series, steps: number): ReplayedSeries[] =>
  Object.entries(series).map(([name, valueAt]) => {
    const step = Array.from({ length: steps }, (_, at) => at).filter((at) => valueAt(at) !== undefined);
    return { name, step, value: step.map((at) => valueAt(at) as number) };
  });

/** The likeliest causes of the first episode of a kind. */
function causesOf(kind: EpisodeKind, series: Series, config: unknown, steps = 600) {
  const { episodes } = diagnose(columns(series, steps), { config });
  return episodes.find((episode) => episode.kind === kind)?.causes ?? [];
}

const run = healthy(1);
/** A gradient that jumps at step 300, and a loss that is destroyed from `lossFrom` on. */
const destroyed = (lossFrom: number): Series => ({
  gradient_norm: (step) => run.norm(step) * (step >= 300 && step < 303 ? 200 : 1),
  loss: (step) => (step < lossFrom ? run.loss(step) : step < lossFrom + 2 ? 60 : 2),
});

describe("causes of an exploding gradient", () => {
  it("is the learning rate where it jumps with it", () => {
    const series = {
      ...destroyed(301),
      learning_rate: (step: number) => (step >= 300 && step < 304 ? 4 : 0.1),
    };
    const [first] = causesOf("exploding_gradient", series, { model: { type: "mlp" } });
    expect(first).toMatchObject({ cause: "learning_rate_too_high" });
    expect(first?.evidenceFor.join()).toContain("rose 40 times");
    expect(first?.intervention.words).toBe("Keep the learning rate: divide it by 40 on these steps");
  });

  it("is the batch where its own loss is far out, before the update", () => {
    const series = { ...destroyed(300), learning_rate: () => 0.1 };
    const [first] = causesOf("exploding_gradient", series, { model: { type: "mlp" } });
    expect(first).toMatchObject({ cause: "corrupted_batch" });
    // Three times the usual norm, which is about 1.
    expect(first?.intervention.arm).toMatch(/^clip-global-norm:maxNorm=(2\.\d|3(\.\d)?)$/);
  });

  it("is missing clipping in a recurrent net, unless its gradient is clipped", () => {
    const series = { ...destroyed(301), learning_rate: () => 0.1 };
    const recurrent = { model: { type: "rnn", hidden: 32 } };
    expect(causesOf("exploding_gradient", series, recurrent)[0]?.cause).toBe(
      "no_gradient_clipping_in_recurrent_network",
    );
    const clipped = causesOf("exploding_gradient", series, { ...recurrent, clip: { norm: 1 } });
    expect(clipped.map(({ cause }) => cause)).not.toContain("no_gradient_clipping_in_recurrent_network");
  });

  it("is passed on to what follows from it", () => {
    const series = {
      ...destroyed(301),
      loss: (step: number) => (step < 301 ? run.loss(step) : Number.NaN),
      learning_rate: (step: number) => (step >= 300 ? 4 : 0.1),
    };
    expect(causesOf("non_finite", series, {})[0]?.cause).toBe("learning_rate_too_high");
  });
});

it("NaN out of nowhere is an overflow", () => {
  const series = {
    gradient_norm: run.norm,
    loss: (step: number) => (step < 400 ? run.loss(step) : Number.NaN),
  };
  expect(causesOf("non_finite", series, { fp16: true })[0]).toMatchObject({
    cause: "numeric_overflow",
    evidenceFor: expect.arrayContaining(["no growth of the gradient came before it"]),
  });
});

it("NaN from the very first step on is no rate's doing: nothing had been updated", () => {
  const series = { gradient_norm: () => Number.NaN, loss: () => Number.NaN };
  const ranked = causesOf("non_finite", series, {});
  expect(ranked[0]?.cause).toBe("numeric_overflow");
  expect(ranked.map(({ cause }) => cause)).not.toContain("learning_rate_too_high");
});

describe("causes of a vanishing gradient", () => {
  const noise = normal(2);
  const flat = (level: number) => () => level * Math.exp(0.1 * noise());
  const starved = {
    loss: flat(1.8),
    gradient_norm: flat(0.2),
    "gradient_norm/layer1": flat(1e-6),
    "gradient_norm/out": flat(0.2),
  };

  it("from the start is initialization in a deep sigmoid net, and a small radius in a recurrent one", () => {
    const deep = { model: { type: "mlp", depth: 8, act: "sigmoid" } };
    expect(causesOf("vanishing_gradient", starved, deep)[0]?.cause).toBe(
      "saturating_activations_poor_initialization",
    );
    const recurrent = { model: { type: "rnn", cell: "rnn", rho: 0.3 } };
    expect(causesOf("vanishing_gradient", starved, recurrent)[0]?.cause).toBe(
      "small_recurrent_spectral_radius",
    );
  });

  it("of exactly zero is a detached graph", () => {
    const series = { loss: flat(1.1), gradient_norm: () => 0 };
    expect(causesOf("vanishing_gradient", series, {})[0]?.cause).toBe("detached_graph");
  });

  it("under weight clipping is that", () => {
    const series = {
      "gradient_norm/generator": flat(1e-4),
      "gradient_norm/discriminator": flat(1e-4),
      "loss/discriminator": flat(-0.01),
    };
    expect(
      causesOf("vanishing_gradient", series, { kind: "gan", loss: "wgan", weight_clip: 0.01 })[0]?.cause,
    ).toBe("weight_clipping_too_small");
  });
});

describe("what a config says", () => {
  it("is read by the usual names", () => {
    const facts = configFacts(
      {
        model: { cell: "lstm" },
        clip: { norm: 1 },
        optimizer: { weight_decay: 0.3 },
        lr_g: 1e-4,
        lr_d: 4e-4,
        d_steps: 5,
      },
      [],
    );
    expect(facts).toMatchObject({
      recurrent: true,
      hasClipping: true,
      weightDecay: 0.3,
      generatorRate: 1e-4,
      discriminatorRate: 4e-4,
      discriminatorSteps: 5,
    });
  });

  it("is completed by the names of the series, and empty for no config", () => {
    expect(configFacts(undefined, ["loss/generator", "loss/discriminator"])).toMatchObject({
      adversarial: true,
      recurrent: false,
    });
    expect(configFacts(null, ["gradient_norm/rnn/input"]).recurrent).toBe(true);
    expect(configFacts({ loss: "nonsaturating" }, []).minimax).toBe(false);
    expect(configFacts({ weight_clip: 0.01 }, []).hasClipping).toBe(false);
  });
});

it("levels are medians of finite values before a step and from it on", () => {
  const series = { name: "x", step: [0, 10, 20, 30], value: [1, Number.NaN, 3, 100] };
  expect(levelBefore(series, 25)).toBe(3);
  expect(levelFrom(series, 25)).toBe(100);
  expect(levelBefore(series, 0)).toBeNaN();
  expect(levelFrom(undefined, 0)).toBeNaN();
  expect(largestNear(series, 20, 2, 0)).toBe(3);
  expect(largestNear(series, 20, Number.MAX_SAFE_INTEGER, 1)).toBe(100);
  expect(largestNear(series, 10, 0, 0)).toBeNaN();
});

it("each cause has an id of its own", () => {
  expect(new Set(causes.map(({ id }) => id)).size).toBe(causes.length);
});

describe("what is said to be there from the first steps on", () => {
  // An excerpt: 40 points from a step on, 7,000 steps of nothing, and 40 points more.
  const excerpt = (from: number): Series => {
    const isLogged = (step: number) => (step >= from && step < from + 40) || step >= from + 7040;
    const { norm, loss } = healthy(3);
    return {
      gradient_norm: (step) => (isLogged(step) ? norm(step) * (step === from + 12 ? 200 : 1) : undefined),
      loss: (step) => (isLogged(step) ? loss(step) * (step >= from + 12 ? 20 : 1) : undefined),
    };
  };
  const clues = (from: number) =>
    causesOf("exploding_gradient", excerpt(from), {}, from + 7080)
      .flatMap(({ evidenceFor }) => evidenceFor)
      .join();

  it("is so in a log that begins with its run", () => {
    expect(clues(0)).toContain("from the first steps on");
  });

  it("is never said of an excerpt that begins midway, however wide the gaps between its parts", () => {
    expect(clues(6900)).not.toContain("from the first steps on");
    expect(clues(6900)).not.toBe("");
  });
});

describe("what a log cannot show is no evidence", () => {
  /** What was learned is lost within some steps from step 400 on. */
  const lost = (step: number) =>
    run.loss(Math.min(step, 400)) + (step < 400 ? 0 : 2 * (1 - Math.exp(-(step - 400) / 10)));
  const evidence = (kind: EpisodeKind, series: Series) =>
    causesOf(kind, series, {}, 1000)
      .flatMap(({ evidenceFor }) => evidenceFor)
      .join("; ");

  it("no explosion came before a plateau: where a gradient norm would show one", () => {
    expect(evidence("plateau", { loss: lost, gradient_norm: run.norm })).toContain(
      "no explosion came before",
    );
    const alone = evidence("plateau", { loss: lost });
    expect(alone).toContain("all that had been learned was lost");
    expect(alone).not.toMatch(/explosion|gradient/);
  });

  it("a gradient that grew: where only the loss is logged, the loss did", () => {
    const rising = (step: number) => run.loss(Math.min(step, 400)) + Math.max(0, step - 400) / 20;
    expect(evidence("loss_divergence", { loss: rising })).toContain("the loss grew slowly");
    expect(evidence("loss_divergence", { loss: rising })).not.toContain("gradient");
  });
});

it("a plateau that an explosion leaves behind has the explosion's causes", () => {
  const series = {
    gradient_norm: (step: number) => run.norm(step) * (step >= 400 && step < 420 ? 40 : 1),
    loss: (step: number) =>
      run.loss(Math.min(step, 400)) + (step < 400 ? 0 : 2 * (1 - Math.exp(-(step - 400) / 10))),
    learning_rate: (step: number) => (step >= 400 && step < 405 ? 3 : 0.1),
  };
  expect(causesOf("plateau", series, {}, 1000)[0]?.cause).toBe("learning_rate_too_high");
});

it("a gradient of zero from the first step on is no rate's doing: nothing had been updated", () => {
  const series = { gradient_norm: () => 0, loss: () => 2.3 };
  const found = causesOf("vanishing_gradient", series, {});
  expect(found[0]?.cause).toBe("detached_graph");
  expect(found.map(({ cause }) => cause)).not.toContain("learning_rate_too_high");
});

it("the later half of a log of 40 points is not its start", () => {
  const series = { loss: (step: number) => (step < 22 ? run.loss(step * 10) : 30 * step) };
  const words = causesOf("loss_divergence", series, {}, 40).flatMap((cause) => cause.evidenceFor);
  expect(words.length).toBeGreaterThan(0);
  expect(words.join()).not.toContain("from the first steps on");
});
