import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseArmText } from "../../db/contract/arm-text";
import { armExpression, trainCommand } from "../../db/contract/command";
import { configOfArm } from "../../db/contract/experiment";
import { parseInterventions } from "../../db/contract/intervention-text";
import type { RunConfig } from "../../db/contract/run-config";
import { builtInNames } from "../../db/contract/workloads";
import { parseArms } from "../../server/cli/settings/parse-arms";
import { parseConfig, parseWorkload } from "../../server/cli/settings/parse-config";

describe("--set", () => {
  test("a dot path reaches into a group and keeps its other defaults", () => {
    const config = parseConfig("ring-gan", ["discriminatorOptimizer.learningRate=2e-3"]);
    expect(config).toMatchObject({
      discriminatorOptimizer: { name: "adam", learningRate: 2e-3, beta1: 0, beta2: 0.9 },
    });
  });

  test("another optimizer starts from its own defaults, wherever its name stands", () => {
    const config = parseConfig("ring-gan", [
      "generatorOptimizer.momentum=0.9",
      "generatorOptimizer.name=sgd",
    ]);
    expect(config).toMatchObject({ generatorOptimizer: { name: "sgd", learningRate: 0.1, momentum: 0.9 } });
  });

  test("a setting that is given twice, as two things, is refused; twice the same is one", () => {
    expect(() => parseConfig("mnist-gan", ["steps=5", "seed=1", " steps =7"])).toThrow(
      "steps is set twice, to 5 and to 7: keep one of them.",
    );
    expect(parseConfig("mnist-gan", ["steps=5", "steps=5"]).steps).toBe(5);
  });

  test.each([
    ["generatorOptimizer.name=adma", 'got "adma"; did you mean "adam"?'],
    ["optimizer.learningRate=1", 'did you mean "generatorOptimizer"?'],
    ["guardrails=explode:stop", 'Unknown kind of episode "explode"; did you mean "exploding"?'],
    ["interventions=clip-value:limit=1:limit=2", '"clip-value:limit=1:limit=2" sets limit twice; keep one.'],
    ["interventions=clip", 'Unknown intervention "clip"; did you mean "clip-global-norm"?'],
    ["interventions=clip-global-norm:max=1", 'Unknown setting "max"; did you mean "maxNorm"?'],
    [
      "generatorSchedule.decay=.9",
      "generatorSchedule.decay is a setting of generatorSchedule.name=exponential; set that name as well.",
    ],
    [
      "earlyStopping.metric=lss/generator",
      'earlyStopping.metric: Unknown series "lss"; did you mean "loss"?',
    ],
    ["steps=1e99", /^steps: expected a number of at most 1000000, got 1e\+99\.$/],
    ["stpes=5", 'Unknown setting of ring-gan "stpes"; did you mean "steps"?'],
    [
      "generatorOptimizer.lerningRate=1",
      'Unknown setting of generatorOptimizer "lerningRate"; did you mean "learningRate"?',
    ],
    [
      "generatorOptimiser.learningRate=1",
      'Unknown setting of ring-gan "generatorOptimiser"; did you mean "generatorOptimizer"?',
    ],
    [
      "generatorOptimizer.momentum=0.5",
      "generatorOptimizer.momentum is a setting of generatorOptimizer.name=sgd",
    ],
    ["steps.x=5", 'steps is a single value and has no setting "x"'],
    ["generatorOptimizer=sgd", "generatorOptimizer is a group of settings"],
    ["steps=ten", 'steps: expected a number, got "ten".'],
    ["steps=", 'steps: expected a number, got "".'],
    ["steps=1.5", "steps: expected a whole number, got 1.5."],
    ["steps=0", "steps: expected a number of at least 1, got 0."],
    [
      "interventions=wgan-gp:coefficient=1e39",
      /coefficient: expected a number of at most 3.4028234663852886e\+38, got 1e\+39\.$/,
    ],
    ["radius=1e39", /^radius: expected a number of at most 3\.4\d+e\+38, got 1e\+39\.$/],
    ["generatorOptimizer.epsilon=1e39", /^generatorOptimizer.epsilon: expected a number of at most 3\.4/],
    ["sigma=0", "sigma: expected a number of more than 0, got 0."],
    [
      "objective=hinges",
      'objective: expected one of non-saturating, minimax, least-squares, hinge, wasserstein, got "hinges"; did you mean "hinge"?',
    ],
    [
      "generatorOptimizer.name=newton",
      'generatorOptimizer.name: expected one of sgd, rmsprop, adam, got "newton".',
    ],
    ["steps", 'Expected --set key=value, got "steps"'],
    [
      "interventions=clip-global-nrom",
      'Unknown intervention "clip-global-nrom"; did you mean "clip-global-norm"?',
    ],
    ["interventions=clip-global-norm:maxNorm=-1", "maxNorm: expected a number of more than 0, got -1."],
    ["interventions=clip-global-norm:maxnorm=1", 'Unknown setting "maxnorm"; did you mean "maxNorm"?'],
    [
      "interventions=clip-global-norm:1",
      'Expected clip-global-norm:parameter=value, got "clip-global-norm:1"',
    ],
    ["interventions=r1+r1", '"r1" is listed twice; keep one.'],
    ["workload=mnist-gan", 'Unknown setting of ring-gan "workload"'],
  ])("%s is refused: %s", (assignment, message) => {
    expect(() => parseConfig("ring-gan", [assignment])).toThrow(message);
  });

  test("an intervention that cannot act on the workload says what can", () => {
    expect(() => parseConfig("temporal-order-rnn", ["interventions=wgan-gp"])).toThrow(
      '"wgan-gp" acts on a discriminator, and Temporal order RNN has none',
    );
  });

  test("an unknown workload names the nearest and all", () => {
    expect(() => parseWorkload("ring-gam")).toThrow(
      `Unknown workload "ring-gam"; did you mean "ring-gan"? Known: ${builtInNames.join(", ")}.`,
    );
  });
});

describe("--arms", () => {
  const ringGan = parseConfig("ring-gan", []);

  test("commas part arms and + joins interventions", () => {
    expect(parseArms(ringGan, "none,clip-global-norm:maxNorm=1e+0+wgan-gp:coefficient=0.5")).toEqual([
      { name: "none", interventions: [], guardrails: [], settings: [] },
      {
        name: "clip-global-norm + wgan-gp",
        interventions: [
          { name: "clip-global-norm", maxNorm: 1 },
          { name: "wgan-gp", coefficient: 0.5 },
        ],
        guardrails: [],
        settings: [],
      },
    ]);
  });

  test("spaces around a + are as good in a set as in an arm, whose name has them", () => {
    const spaced = parseConfig("ring-gan", ["interventions=clip-value + wgan-gp"]);
    expect(spaced.interventions.map(({ name }) => name)).toEqual(["clip-value", "wgan-gp"]);
  });

  test.each(["none,wgan-gp,", ",none", "none,,wgan-gp", ""])("an empty arm is refused: %o", (text) => {
    expect(() => parseArms(ringGan, text)).toThrow(/^Arm \d of ".*" is empty; write none/);
  });

  test("what begins with a kind of episode is a guardrail of that arm", () => {
    const [retreating, both] = parseArms(ringGan, "exploding:retreat:limit=5,clip-value+exploding:pause");
    expect(retreating).toMatchObject({
      name: "exploding:retreat",
      interventions: [],
      guardrails: [{ on: "exploding", action: "retreat", limit: 5 }],
    });
    expect(both).toMatchObject({ name: "clip-value + exploding:pause", guardrails: [{ action: "pause" }] });
    expect(armExpression(both!.interventions, both!.guardrails)).toBe(
      "clip-value:limit=0.5+exploding:pause:severity=warning",
    );
  });

  test("what has = before any : is a setting of that arm, and names it", () => {
    const [slow, both] = parseArms(
      ringGan,
      "generatorOptimizer.learningRate=1e-4,batchSize=16+clip-value:limit=0.1",
    );
    expect(slow).toMatchObject({
      name: "generatorOptimizer.learningRate=1e-4",
      interventions: [],
      settings: ["generatorOptimizer.learningRate=1e-4"],
    });
    expect(both).toMatchObject({ name: "clip-value + batchSize=16", settings: ["batchSize=16"] });
    const run = configOfArm(ringGan, both!) as typeof ringGan;
    expect(run).toEqual({ ...ringGan, batchSize: 16, interventions: [{ name: "clip-value", limit: 0.1 }] });
    const text = armExpression(both!.interventions, both!.guardrails, both!.settings);
    expect(parseArmText(text)).toEqual({ ...both, name: undefined });
  });

  test.each([
    ["batchsize=16", 'Unknown setting of ring-gan "batchsize"; did you mean "batchSize"?'],
    ["batchSize=0", "batchSize"],
    ["seed=3", 'Unknown setting of ring-gan "seed"'],
  ])("a setting that the workload does not take is refused: %s", (text, reason) => {
    expect(() => parseArms(ringGan, `none,${text}`)).toThrow(reason);
  });

  test("a guardrail that all arms have already, or that has nowhere to go back to, is refused", () => {
    const guarded = parseConfig("ring-gan", ["guardrails=exploding:stop"]);
    expect(() => parseArms(guarded, "none,exploding:stop")).toThrow("exploding:stop is listed twice");
    expect(() => parseArms(parseConfig("ring-gan", ["checkpoints.every=0"]), "exploding:retreat")).toThrow(
      "goes back to a checkpoint, and checkpoints.every 0 takes none",
    );
  });

  test("arms that differ in a parameter only are told apart by it", () => {
    const names = parseArms(ringGan, "wgan-gp,wgan-gp:coefficient=10").map(({ name }) => name);
    expect(names).toEqual(["wgan-gp:coefficient=1", "wgan-gp:coefficient=10"]);
  });
});

describe("round trips", () => {
  const norms = fc.double({ min: 1e-9, max: 1e9, noNaN: true });

  test("any set of interventions survives its text", () => {
    fc.assert(
      fc.property(norms, norms, norms, (maxNorm, coefficient, gamma) => {
        const set = [
          { name: "clip-global-norm" as const, maxNorm },
          { name: "wgan-gp" as const, coefficient },
          { name: "r1" as const, gamma },
        ];
        expect(parseInterventions(armExpression(set))).toEqual(set);
      }),
    );
  });

  test.each<[string, string[]]>([
    ["defaults", []],
    ["an optimizer of another kind", ["generatorOptimizer.name=rmsprop", "generatorOptimizer.decay=0.5"]],
    [
      "a schedule and early stopping",
      [
        "generatorSchedule.name=plateau",
        "generatorSchedule.metric=loss/generator",
        "earlyStopping.patience=50",
        "emaDecay=0.999",
      ],
    ],
    [
      "interventions",
      ["interventions=clip-global-norm:maxNorm=0.3+r1", "steps=7", "objective=non-saturating"],
    ],
  ])("the printed command gives the same config again: %s", (_, assignments) => {
    const config: RunConfig = { ...parseConfig("ring-gan", assignments), seed: 3 };
    const words = trainCommand(config).split(" ");
    const sets = words.flatMap((word, index) => (words[index - 1] === "--set" ? [word] : []));
    const at = words.indexOf("--interventions");
    if (at > 0) sets.push(`interventions=${words[at + 1]}`);
    const seed = Number(words[words.indexOf("--seed") + 1]);
    expect({ ...parseConfig("ring-gan", sets), seed }).toEqual(config);
  });
});
