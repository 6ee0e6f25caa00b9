import { describe, expect, it } from "vitest";
import { RunConfig, type RunConfigInput } from "../../db/contract/run-config";
import { createContext } from "../../trainer/context";
import { createGuardrails } from "../../trainer/guardrails";
import { createProtocol } from "../../trainer/protocol";
import { createRunState } from "../../trainer/state/state-registry";
import { createWorkload } from "../../trainer/workloads";
import { onBackend } from "./on-backend";

onBackend();

describe("a run's state", () => {
  const configs: [string, RunConfigInput][] = [
    [
      "ring-gan",
      { workload: "ring-gan", hidden: 8, interventions: [{ name: "wgan-gp" }, { name: "clip-global-norm" }] },
    ],
    [
      "ring-gan with an average of the generator and a plateau schedule",
      {
        workload: "ring-gan",
        hidden: 8,
        sampleEvery: 0,
        emaDecay: 0.9,
        generatorSchedule: { name: "plateau", metric: "loss/generator", window: 3, patience: 4 },
      },
    ],
    [
      "ring-gan with all of the protocol at once",
      {
        workload: "ring-gan",
        hidden: 8,
        sampleEvery: 0,
        objective: "non-saturating",
        emaDecay: 0.9,
        standardize: true,
        generatorSchedule: { name: "cosine", warmupSteps: 4 },
        discriminatorSchedule: { name: "plateau", metric: "loss/discriminator", window: 3, patience: 4 },
        earlyStopping: { patience: 50, metric: "loss/generator", window: 5 },
        accuracyBalance: { discriminatorUpTo: 0.8 },
        batchGrowth: { factor: 2, every: 10 },
        curriculum: { steps: 30 },
      },
    ],
    ["grid-gan", { workload: "grid-gan", hidden: 8, generatorNormalization: "batch" }],
    ["swiss-roll-gan", { workload: "swiss-roll-gan", hidden: 8, discriminatorNormalization: "layer" }],
    [
      "ring-gan with guardrails",
      {
        workload: "ring-gan",
        hidden: 8,
        sampleEvery: 0,
        guardrails: [
          { on: "exploding", action: "retreat" },
          { on: "non-finite", action: "skip-step" },
        ],
      },
    ],
    [
      "mnist-classifier of balanced classes",
      { workload: "mnist-classifier", channels: 2, hidden: 8, batchSize: 4, classBalance: true },
    ],
    ["deep-mlp", { workload: "deep-mlp", depth: 3, width: 8, batchSize: 4, residual: true }],
    ["mnist-gan", { workload: "mnist-gan", channels: 2, batchSize: 4 }],
    [
      "mnist-progressive-gan within its growth",
      { workload: "mnist-progressive-gan", channels: 2, batchSize: 4, stageSteps: 11, fadeSteps: 8 },
    ],
    [
      "mnist-acgan with a perceptual loss",
      {
        workload: "mnist-acgan",
        channels: 2,
        batchSize: 4,
        classBalance: true,
        interventions: [{ name: "perceptual-loss" }],
      },
    ],
    [
      "temporal-order-rnn with momentum",
      { workload: "temporal-order-rnn", optimizer: { name: "sgd", momentum: 0.5 } },
    ],
    [
      "adding-rnn",
      { workload: "adding-rnn", sequenceLength: 6, hidden: 8, interventions: [{ name: "autoclip" }] },
    ],
    [
      "copy-rnn under a curriculum",
      {
        workload: "copy-rnn",
        cell: "rnn",
        remembered: 2,
        delay: 6,
        curriculum: { steps: 24 },
        hidden: 8,
        interventions: [{ name: "omega" }],
      },
    ],
    ...(["lstm", "transformer"] as const).map((model): [string, RunConfigInput] => [
      `char-lm with its ${model}`,
      {
        workload: "char-lm",
        model,
        width: 8,
        windowLength: 8,
        textLength: 10_000,
        curriculum: { steps: 24 },
      },
    ]),
    [
      "ring-gan with interventions that remember",
      {
        workload: "ring-gan",
        hidden: 8,
        objective: "hinge",
        interventions: [
          { name: "autoclip" },
          { name: "zclip", warmup: 3 },
          { name: "spectral-normalization" },
          { name: "instance-noise" },
          { name: "diff-augment" },
          { name: "balanced-consistency" },
          { name: "feature-matching", adversarial: 0.5 },
          { name: "several-discriminators" },
        ],
      },
    ],
    [
      "temporal-order-rnn with RMSprop",
      {
        workload: "temporal-order-rnn",
        optimizer: { name: "rmsprop", learningRate: 1e-3 },
        interventions: [{ name: "omega" }, { name: "weight-decay" }],
      },
    ],
  ];

  it.each(configs)("holds all that the next steps of %s depend on", (_name, input) => {
    const config = RunConfig.parse({ ...input, seed: 3 });
    const start = (seed: number) => {
      const context = createContext({ ...config, seed });
      const workload = createWorkload({ ...config, seed }, context);
      const guardrails = createGuardrails(config.guardrails, context, {
        lastGood: () => undefined,
      });
      const protocol = createProtocol({ ...config, seed }, context);
      const steps = (from: number, to: number) =>
        Array.from({ length: to - from + 1 }, (_, index) => {
          const points = new Map<string, number>();
          context.step = from + index;
          workload.step(points);
          protocol.observe(points);
          guardrails.afterStep(points);
          return Object.fromEntries(points);
        });
      return { state: context.state, steps };
    };
    const whole = start(3);
    whole.steps(1, 20);
    const snapshot = whole.state.snapshot();
    const expected = whole.steps(21, 25);

    // Another seed, so that whatever the snapshot forgot would differ.
    const resumed = start(4);
    resumed.state.restore(snapshot);
    expect(resumed.steps(21, 25)).toEqual(expected);
  });

  it("refuses the state of another run whole, and says what differs", () => {
    const state = createRunState();
    const weights = new Float32Array([1, 2]);
    state.array("weights", weights);
    const other = createRunState();
    other.array("weights", new Float32Array(3));
    other.array("bias", new Float32Array(1));
    expect(() => state.restore(other.snapshot())).toThrow(
      'array "bias" is unknown here; array "weights" has 3 entries, expected 2',
    );
    expect(weights).toEqual(new Float32Array([1, 2]));
  });

  it("gives every name to one part only", () => {
    const state = createRunState();
    state.within("critic").array("weights", new Float32Array(1));
    expect(() => state.array("critic/weights", new Float32Array(1))).toThrow("critic/weights");
  });
});

describe("the state of a fork", () => {
  const parent = createRunState();
  parent.array("critic/weights", new Float32Array([1, 2]));
  parent.array("critic/optimizer/velocity", new Float32Array([3, 4]));
  parent.array("window", new Float64Array(3));
  parent.value(
    "random/data",
    () => 7,
    () => {},
  );
  const snapshot = parent.snapshot();

  it("is its parent's where both have it, its own where only it does, and says which", () => {
    const fork = createRunState();
    const weights = new Float32Array(2);
    const window = new Float64Array([5, 5]);
    let data = 0;
    fork.array("critic/weights", weights);
    fork.array("critic/optimizer/mean", new Float32Array(2));
    fork.array("window", window);
    fork.value(
      "random/data",
      () => data,
      (value) => {
        data = value;
      },
    );
    expect(fork.restoreShared(snapshot)).toEqual({
      kept: ["critic/weights", "random/data"],
      fresh: ["critic/optimizer/mean", "window"],
      dropped: ["critic/optimizer/velocity", "window"],
    });
    expect([Array.from(weights), Array.from(window), data]).toEqual([[1, 2], [5, 5], 7]);
  });

  it("is refused whole where the weights do not fit", () => {
    const fork = createRunState();
    const mean = new Float32Array(2);
    fork.array("critic/optimizer/velocity", mean);
    fork.array("critic/weights", new Float32Array(9));
    fork.array("generator/weights", new Float32Array(2));
    expect(() => fork.restoreShared(snapshot)).toThrow(
      'its "critic/weights" are 2, not 9; it has no "generator/weights": leave the settings that shape',
    );
    expect(Array.from(mean)).toEqual([0, 0]);
  });
});
