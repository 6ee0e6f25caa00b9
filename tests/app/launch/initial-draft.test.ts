import { describe, expect, test } from "vitest";
import { checkFork } from "../../../app/components/launch/check-fork";
import { checkDraft, draftIntervention } from "../../../app/components/launch/draft";
import { draftOfFork, draftOfTest } from "../../../app/components/launch/initial-draft";
import { RingGanConfig, RunConfig } from "../../../db/contract/run-config";

describe("a fork", () => {
  const config = RunConfig.parse({ workload: "ring-gan", steps: 400, seed: 7, hidden: 32 });
  const run = { id: "parent", name: "Parent", config };

  test("starts from its parent's settings, and from twice its steps where the parent went no further", () => {
    expect(checkDraft(draftOfFork({ run, step: 200 })).run).toEqual(config);
    expect(checkDraft(draftOfFork({ run, step: 400 })).run).toEqual({ ...config, steps: 800 });
  });

  test("must end after the checkpoint", () => {
    const checked = checkDraft(draftOfFork({ run, step: 200 }));
    expect(checkFork(checked, { run, step: 399 })).toBe(checked);
    expect(checkFork(checked, { run, step: 400 })).toMatchObject({
      run: null,
      errors: { steps: "Expected more than the checkpoint's 400 steps, got 400." },
    });
  });

  test("keeps the shapes of its parent's networks, and says at the field what they are", () => {
    const draft = draftOfFork({ run, step: 200 });
    const values = { ...draft.values, hidden: "64", latent: "3" };
    const arms = [
      {
        key: "a",
        name: "",
        interventions: [draftIntervention("several-discriminators")],
        guardrails: [],
        settings: null,
      },
    ];
    expect(checkFork(checkDraft({ ...draft, values, arms }), { run, step: 200 })).toMatchObject({
      run: null,
      errors: {
        hidden:
          "The checkpoint holds networks with hidden=32, got hidden=64. Set it back, or train a new run.",
        latent: "The checkpoint holds networks with latent=2, got latent=3. Set it back, or train a new run.",
        "arms.0.interventions": expect.stringContaining("one discriminator"),
      },
    });
  });
});

describe("the test of a hypothesis", () => {
  const config = RingGanConfig.parse({
    workload: "ring-gan",
    objective: "wasserstein",
    steps: 400,
    interventions: [{ name: "weight-clipping", limit: 0.01 }],
    discriminatorOptimizer: { name: "adam", learningRate: 0.02, beta1: 0.5, beta2: 0.9 },
  });

  test("compares the run's own arm with the one given, as it is", () => {
    const draft = draftOfTest(
      { config },
      "wgan-gp:coefficient=1+non-finite:skip-step+generatorOptimizer.learningRate=0.0001",
      "compare",
    );
    expect(checkDraft(draft).experiment?.arms).toMatchObject([
      { interventions: [{ name: "weight-clipping", limit: 0.01 }], guardrails: [], settings: [] },
      {
        interventions: [{ name: "wgan-gp", coefficient: 1 }],
        guardrails: [{ on: "non-finite", action: "skip-step" }],
        settings: ["generatorOptimizer.learningRate=0.0001"],
      },
    ]);
  });

  test("a single run takes the arm as its own and keeps all else", () => {
    const draft = draftOfTest({ config }, "r1+discriminatorOptimizer.learningRate=0.002", "run");
    expect(checkDraft(draft).run).toEqual({
      ...config,
      interventions: [{ name: "r1", gamma: 10 }],
      discriminatorOptimizer: { ...config.discriminatorOptimizer, learningRate: 0.002 },
    });
  });
});
