import { describe, expect, it } from "vitest";
import { withSettings } from "../../../db/contract/arm-settings";
import { parseArmText } from "../../../db/contract/arm-text";
import { refusalsOf } from "../../../db/contract/compatibility";
import { RunConfig, type RunConfigInput } from "../../../db/contract/run-config";
import { builtInNames } from "../../../db/contract/workloads";
import { configFacts } from "../../../diagnostics/causes/config-facts";
import { proposalOf } from "../../../diagnostics/causes/propose";
import { causes } from "../../../diagnostics/causes/registry";
import type { Remedy } from "../../../diagnostics/causes/remedy";
import { testedRun } from "../../../diagnostics/causes/tested-run";
import { interventionText } from "../../../diagnostics/diagnosis/intervention-text";
import { parseArms } from "../../../server/cli/settings/parse-arms";

const configOf = (input: RunConfigInput) => RunConfig.parse(input);
const proposed = (remedy: Omit<Remedy, "words">, config: unknown) =>
  proposalOf({ words: "As it says", ...remedy }, testedRun(config));

/** What a cause proposes for a run of which nothing but the config is known. */
function proposalFor(id: string, config: unknown, series = "gradient_norm/discriminator") {
  const cause = causes.find((one) => one.id === id)!;
  const run = testedRun(config);
  const context = { config: configFacts(config, []), run, usualNorm: 2.5, rateJump: 1, episode: { series } };
  return proposalOf(cause.propose(context as never), run);
}

describe("every cause, for a run of every workload", () => {
  const runs = builtInNames.map((workload) => configOf({ workload } as RunConfigInput));

  it("proposes nothing, or an arm that can be trained and is not the run's own", () => {
    for (const config of runs)
      for (const { id } of causes) {
        const { arm, command, words } = proposalFor(id, config);
        expect(words.length, id).toBeGreaterThan(10);
        if (arm === undefined) continue;
        const { interventions, guardrails, settings } = parseArmText(arm);
        const changed = { ...withSettings(config, settings), interventions, guardrails };
        expect(refusalsOf(changed), `${id}: ${arm}`).toEqual([]);
        expect(changed, `${id}: ${arm}`).not.toEqual(config);
        expect(parseArms(config, arm), `${id}: ${arm}`).toHaveLength(1);
        expect(command).toContain(`compare ${config.workload} --arms none,`);
      }
  });

  it("proposes an arm for each cause that a setting of that workload can take away", () => {
    const armless = (workload: RunConfigInput["workload"]) =>
      causes
        .map(({ id }) => id)
        .filter((id) => !proposalFor(id, configOf({ workload } as RunConfigInput)).arm);
    const elsewhere = [
      ...[
        "loss_scale_overflow_skipped",
        "detached_graph",
        "labels_misaligned_with_inputs",
        "loss_sign_error",
      ],
      ...["slow_input_pipeline", "metric_not_recorded"],
    ];
    expect(armless("temporal-order-rnn")).toEqual(expect.arrayContaining(elsewhere));
    for (const id of ["learning_rate_too_high", "corrupted_batch", "numeric_overflow", "dying_relu"])
      for (const { workload } of runs)
        expect(proposalFor(id, configOf({ workload } as RunConfigInput)).arm).toBeTruthy();
  });
});

describe("the arm for a run of our trainer", () => {
  const pair = (more: object) => configOf({ workload: "ring-gan", ...more } as RunConfigInput);

  it("divides a penalty or a decay that the run has, and keeps its other stabilizers", () => {
    const config = pair({
      interventions: [
        { name: "wgan-gp", coefficient: 40 },
        { name: "weight-decay", coefficient: 0.5 },
      ],
    });
    expect(proposalFor("penalty_too_strong", config).arm).toBe(
      "weight-decay:coefficient=0.5+wgan-gp:coefficient=4",
    );
    expect(proposalFor("weight_decay_too_strong", config).arm).toBe(
      "wgan-gp:coefficient=40+weight-decay:coefficient=0.005",
    );
    expect(proposalFor("penalty_too_weak", config).arm).toBe(
      "weight-decay:coefficient=0.5+wgan-gp:coefficient=400",
    );
  });

  it("adds a penalty where there is none, and puts it in the place of weight clipping", () => {
    expect(proposalFor("penalty_too_weak", pair({})).arm).toBe("wgan-gp:coefficient=1");
    expect(proposalFor("penalty_too_weak", pair({ objective: "non-saturating" })).arm).toBe("r1:gamma=10");
    const clipped = pair({ interventions: [{ name: "weight-clipping", limit: 0.01 }] });
    expect(proposalFor("weight_clipping_too_small", clipped)).toMatchObject({
      arm: "wgan-gp:coefficient=1",
      command:
        "npx gradiometer compare ring-gan --arms weight-clipping:limit=0.01,wgan-gp:coefficient=1 --seeds 6",
    });
  });

  it("scales the rate of the network that is to blame, or of all", () => {
    expect(proposed({ scale: { "learning rate": 0.1 } }, pair({})).arm).toBe(
      "generatorOptimizer.learningRate=0.0001+discriminatorOptimizer.learningRate=0.0001",
    );
    expect(proposalFor("discriminator_too_strong", pair({ objective: "non-saturating" })).arm).toBe(
      "r1:gamma=10+discriminatorOptimizer.learningRate=0.0002+discriminatorUpdates=1",
    );
  });

  it("swaps the activation of the network that died, where it is one that dies", () => {
    expect(proposalFor("dying_relu", pair({}), "gradient_norm/generator").arm).toBe(
      "generatorActivation=leaky-relu",
    );
    expect(proposalFor("dying_relu", pair({})).arm).toMatch(/^generatorOptimizer.learningRate=0.0003\+/);
  });

  it("is the remedy alone where it does not go with what the run has", () => {
    const config = pair({ interventions: [{ name: "wgan-lp", coefficient: 1 }] });
    expect(proposed({ add: "wgan-gp" }, config).arm).toBe("wgan-gp:coefficient=1");
  });

  it("is none where the run has nothing to scale, and none where all is as proposed already", () => {
    expect(proposed({ scale: { "weight decay": 0.01 } }, pair({}))).toEqual({ words: "As it says" });
    expect(proposed({ set: { generatorActivation: "relu", noSuchSetting: 1 } }, pair({}))).toEqual({
      words: "As it says",
    });
  });

  it("runs with the settings and the seed of the run", () => {
    const { command } = proposed({ add: "wgan-gp" }, pair({ seed: 7, hidden: 32 }));
    expect(command).toBe(
      "npx gradiometer compare ring-gan --arms none,wgan-gp:coefficient=1 --seeds 6 --first-seed 7 --set hidden=32",
    );
  });
});

describe("for a run of another program", () => {
  it("names its own settings, before and after, in a log as in a stored run", () => {
    const settings = { optim: { lr: 3e-4, weight_decay: 0.3 }, gp_weight: 10, warmup: 100 };
    for (const config of [settings, { workload: "external", settings }]) {
      expect(proposalFor("learning_rate_too_high", config).changes).toEqual([
        { setting: "optim.lr", from: 3e-4, to: 3e-5 },
      ]);
      expect(proposalFor("weight_decay_too_strong", config).changes).toEqual([
        { setting: "optim.weight_decay", from: 0.3, to: 0.003 },
      ]);
      expect(proposalFor("penalty_too_strong", config).changes).toEqual([
        { setting: "gp_weight", from: 10, to: 1 },
      ]);
    }
  });

  it("says the change in one sentence", () => {
    const proposal = proposalFor("learning_rate_too_high", { lr_g: 1, learning_rate: 0.01 });
    expect(interventionText(proposal)).toBe("Divide the learning rate by 10 (learning_rate 0.01 -> 0.001)");
    expect(interventionText(proposalFor("learning_rate_too_high", {}))).toBe(
      "Divide the learning rate by 10",
    );
  });
});
