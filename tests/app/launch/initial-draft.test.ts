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
  const armsOf = (test: string) =>
    checkDraft(draftOfTest({ config }, { test, rate: null }, "compare")).experiment?.arms.map(
      ({ interventions }) => interventions.map(({ name }) => name),
    );

  test("compares the run's own interventions with the same and one more", () => {
    expect(armsOf("clip-global-norm:maxNorm=3")).toEqual([
      ["weight-clipping"],
      ["weight-clipping", "clip-global-norm"],
    ]);
  });

  test("replaces an intervention by another strength of it", () => {
    const { experiment } = checkDraft(
      draftOfTest({ config }, { test: "weight-clipping:limit=0.1", rate: null }, "compare"),
    );
    expect(experiment?.arms.map(({ interventions }) => interventions)).toEqual([
      [{ name: "weight-clipping", limit: 0.01 }],
      [{ name: "weight-clipping", limit: 0.1 }],
    ]);
  });

  test("compares the run with the same at other learning rates, or with other settings", () => {
    const armsAt = (test: string, rate: number | null) =>
      checkDraft(draftOfTest({ config }, { test, rate }, "compare")).experiment?.arms.map(
        ({ interventions, settings }) => [interventions.map(({ name }) => name), settings],
      );
    expect(armsAt("", 0.1)).toEqual([
      [["weight-clipping"], []],
      [
        ["weight-clipping"],
        ["generatorOptimizer.learningRate=0.0001", "discriminatorOptimizer.learningRate=0.002"],
      ],
    ]);
    expect(armsAt("batchSize=16", null)?.[1]).toEqual([["weight-clipping"], ["batchSize=16"]]);
  });

  test("changes the learning rate of every optimizer and nothing else", () => {
    const { run } = checkDraft(draftOfTest({ config }, { test: "", rate: 0.1 }, "run"));
    expect(run).toEqual({
      ...config,
      generatorOptimizer: { ...config.generatorOptimizer, learningRate: 0.0001 },
      discriminatorOptimizer: { ...config.discriminatorOptimizer, learningRate: 0.002 },
    });
  });
});
