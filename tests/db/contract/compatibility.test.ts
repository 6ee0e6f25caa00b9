import { describe, expect, it } from "vitest";
import { type CompatibilityFacts, compatibilityOf } from "../../../db/contract/compatibility";
import { parseInterventions } from "../../../db/contract/intervention-text";
import { Intervention, interventionNames, interventions } from "../../../db/contract/interventions";
import { RunConfig, type RunConfigInput } from "../../../db/contract/run-config";
import { workloadNames, workloads } from "../../../db/contract/workloads";

const of = (text: string, facts: Omit<CompatibilityFacts, "interventions"> = { workload: "ring-gan" }) =>
  compatibilityOf({ ...facts, interventions: parseInterventions(text) });
const sgd = { name: "sgd", learningRate: 0.1, momentum: 0 } as const;

describe("a set of interventions is refused", () => {
  it.each<[string, Partial<CompatibilityFacts>, string]>([
    ["r1+r1", {}, "listed twice"],
    ["weight-clipping+spectral-normalization", {}, "both constrain the same weights"],
    ["wgan-gp+wgan-lp", {}, "without its lower side"],
    ["wgan-gp+zero-gp", {}, "to 1 and to 0"],
    ["dragan+r1", { objective: "non-saturating" }, "to 1 and to 0"],
    ["consistency+balanced-consistency", {}, "holds consistency already"],
    ["wgan-gp", { discriminatorNormalization: "batch" }, "ties the examples of a batch together"],
    ["r1", { discriminatorNormalization: "batch" }, "ties the examples of a batch together"],
    ["none", { batchSize: 1, generatorNormalization: "batch" }, "batchSize 1 with batch normalization"],
    ["none", { batchSize: 1, discriminatorNormalization: "batch" }, "batchSize 1 with batch normalization"],
    ["label-smoothing", { objective: "wasserstein" }, "smooths labels"],
    ["label-smoothing", { objective: "hinge" }, "smooths labels"],
    ["omega", {}, "acts on a vanilla recurrent net"],
    ["omega", { workload: "adding-rnn", cell: "lstm" }, 'the cell is "lstm"'],
    ["input-gradient-penalty", {}, "acts on a supervised loss"],
    ["diff-augment", { workload: "temporal-order-rnn" }, "acts on a discriminator"],
    ["perceptual-loss", {}, "Ring of Gaussians makes none"],
  ])("%s with %o", (text, facts, reason) => {
    const found = of(text, { workload: "ring-gan", ...facts });
    expect(found[0]).toMatchObject({ level: "refuse", reason: expect.stringContaining(reason) });
  });
});

describe("a set of interventions is warned about", () => {
  it.each<[string, RunConfigInput, string]>([
    ["clip-global-norm", { workload: "ring-gan" }, "clipping hardly acts"],
    ["agc", { workload: "mnist-gan" }, "clipping hardly acts"],
    ["wgan-gp", { workload: "ring-gan", objective: "non-saturating" }, "was made for wasserstein"],
    ["r1", { workload: "ring-gan", objective: "wasserstein" }, "bounds no slope"],
    ["omega", { workload: "temporal-order-rnn" }, "use it with clipping"],
    ["perceptual-loss", { workload: "mnist-acgan" }, "what the same classifier then judges"],
    ["none", { workload: "mnist-progressive-gan", steps: 900 }, "set stageSteps to 300 or less"],
    ["weight-decay+l2-penalty", { workload: "temporal-order-rnn" }, "shrink the same weights"],
  ])("%s in %o", (text, input, reason) => {
    const found = compatibilityOf({ ...RunConfig.parse(input), interventions: parseInterventions(text) });
    expect(found).toEqual([{ level: "warn", reason: expect.stringContaining(reason) }]);
  });
});

describe("sets that make sense pass without a word", () => {
  it.each<[string, RunConfigInput]>([
    ["none", { workload: "ring-gan" }],
    ["wgan-gp", { workload: "ring-gan" }],
    ["spectral-normalization", { workload: "ring-gan", objective: "hinge" }],
    [
      "r1+r2+diff-augment+label-smoothing+instance-noise",
      { workload: "mnist-gan", objective: "non-saturating" },
    ],
    ["feature-matching+several-discriminators+consistency+perceptual-loss", { workload: "mnist-gan" }],
    ["clip-global-norm+omega", { workload: "temporal-order-rnn" }],
    ["clip-global-norm+omega", { workload: "adding-rnn", cell: "rnn", optimizer: sgd }],
    [
      "weight-clipping+clip-global-norm",
      { workload: "ring-gan", discriminatorOptimizer: sgd, generatorOptimizer: sgd },
    ],
  ])("%s in %o", (text, input) => {
    expect(compatibilityOf({ ...RunConfig.parse(input), interventions: parseInterventions(text) })).toEqual(
      [],
    );
  });
});

describe("every intervention", () => {
  it("can be trained alone on at least one workload", () => {
    const nowhere = interventionNames.filter((name) =>
      workloadNames.every((workload) => {
        const set = [Intervention.parse({ name })];
        return compatibilityOf({ workload, interventions: set }).some(({ level }) => level === "refuse");
      }),
    );
    expect(nowhere).toEqual([]);
  });

  it("can be trained on what it says it applies to", () => {
    const refused = interventionNames.flatMap((name) =>
      workloadNames
        .filter((workload) => {
          const { appliesTo } = interventions[name];
          const { kind, recurrent, digits } = workloads[workload];
          return (
            appliesTo === "any" ||
            appliesTo === kind ||
            (appliesTo === "recurrent" && recurrent) ||
            (appliesTo === "digit-gan" && digits)
          );
        })
        .filter((workload) =>
          compatibilityOf({ workload, interventions: [Intervention.parse({ name })] }).some(
            ({ level }) => level === "refuse",
          ),
        )
        .map((workload) => `${name} on ${workload}`),
    );
    expect(refused).toEqual([]);
  });
});
