import { describe, expect, test } from "vitest";
import { configFields, interventionFields, labelOf } from "../../../app/components/launch/config-fields";
import {
  fewestDecidingPairs,
  studentQuantile,
  whatCanBeDetected,
} from "../../../app/components/launch/detectable";
import {
  applicableInterventions,
  armNames,
  checkDraft,
  type Draft,
  draftIntervention,
  valuesOf,
  withValue,
} from "../../../app/components/launch/draft";
import { newGuardrail } from "../../../app/components/launch/guardrail-draft";
import { presets } from "../../../app/components/launch/presets";
import { compareCommand } from "../../../db/contract/command";
import { refusalsOf } from "../../../db/contract/compatibility";
import { RingGanConfig, RunConfig } from "../../../db/contract/run-config";
import { builtInNames } from "../../../db/contract/workloads";

const arm = (key: string, ...interventions: Draft["arms"][number]["interventions"]) => ({
  key,
  name: "",
  interventions,
  guardrails: [],
  settings: null,
});
const draft = (changes: Partial<Draft> = {}): Draft => ({
  workload: "ring-gan",
  values: {},
  arms: [arm("a"), arm("b", draftIntervention("wgan-gp"))],
  guardrails: [],
  seeds: "6",
  firstSeed: "0",
  question: "",
  ...changes,
});

describe("the form made from the schema", () => {
  test.each(builtInNames)(
    "asks for every setting of %s but those of arms, guardrails and seeds",
    (workload) => {
      const paths = configFields(workload).flatMap((group) => group.fields.map((field) => field.path));
      const checked = checkDraft(draft({ workload, arms: [arm("a")] }));
      const settings = Object.keys(checked.experiment?.config ?? {});
      const asked = new Set(paths.map((path) => path.split(".")[0]));
      expect([...asked, "workload", "seed", "interventions", "guardrails"].sort()).toEqual(settings.sort());
    },
  );

  test("says what a field takes", () => {
    const [training] = configFields("ring-gan");
    expect(training?.fields.find((field) => field.path === "steps")).toMatchObject({
      kind: "number",
      label: "Steps",
      help: "Generator steps",
      integer: true,
      range: "1 to 1000000",
      standard: 600,
    });
    expect(interventionFields("wgan-gp")).toMatchObject([
      { path: "coefficient", range: "above 0", standard: 1 },
    ]);
    expect(labelOf("discriminatorUpdates")).toBe("Discriminator updates");
  });

  test.each(builtInNames)("no two settings of %s have the same label", (workload) => {
    const labels = configFields(workload).flatMap(({ fields }) => fields.map(({ label }) => label));
    expect(labels.filter((label, index) => labels.indexOf(label) !== index)).toEqual([]);
  });

  test("untouched, it is the workload's defaults", () => {
    expect(checkDraft(draft()).experiment?.config).toEqual(RingGanConfig.parse({ workload: "ring-gan" }));
  });
});

describe("checking what was typed", () => {
  test("an error stands at its field, in a sentence", () => {
    const { experiment, errors } = checkDraft(
      draft({
        values: { steps: "many", batchSize: "0", radius: "", "generatorOptimizer.learningRate": "-1" },
      }),
    );
    expect(experiment).toBeNull();
    expect(errors).toEqual({
      steps: 'Expected a number, got "many".',
      batchSize: "Expected a number of at least 1, got 0.",
      radius: "Expected a number, but the field is empty.",
      "generatorOptimizer.learningRate": "Expected a number of more than 0, got -1.",
    });
  });

  test("an intervention's parameter and the seeds are checked too", () => {
    const { errors } = checkDraft(
      draft({ seeds: "0", arms: [arm("a", draftIntervention("clip-value", { limit: -1 }))] }),
    );
    expect(Object.keys(errors).sort()).toEqual(["arms.0.interventions.0.limit", "seeds"]);
  });

  test("another optimizer starts from its own defaults", () => {
    const values = withValue({ "generatorOptimizer.beta1": "0.3" }, "generatorOptimizer.name", "sgd");
    expect(checkDraft(draft({ values })).experiment?.config).toMatchObject({
      generatorOptimizer: { name: "sgd", learningRate: 0.1, momentum: 0 },
      discriminatorOptimizer: { name: "adam", learningRate: 1e-3, beta1: 0, beta2: 0.9 },
    });
  });

  test("a stored config fills the form and comes out again", () => {
    const config = RingGanConfig.parse({
      workload: "ring-gan",
      steps: 50,
      discriminatorOptimizer: { name: "rmsprop", learningRate: 3e-5 },
    });
    const values = valuesOf(config);
    expect(checkDraft(draft({ values })).experiment?.config).toEqual(config);
    expect(values).not.toHaveProperty("batchSize");
  });

  test("a group's texts and switches come out as they went in", () => {
    const config = RunConfig.parse({
      workload: "ring-gan",
      generatorSchedule: { name: "plateau", metric: "loss/generator", better: "lower" },
      earlyStopping: { metric: "loss/discriminator", patience: 20 },
    });
    expect(checkDraft(draft({ values: valuesOf(config) })).run).toEqual({ ...config, interventions: [] });
  });

  test("a series to follow that no run records is told at its field", () => {
    const at = (metric: string) => checkDraft(draft({ values: { "earlyStopping.metric": metric } }));
    expect(at("loss/generator").run?.earlyStopping.metric).toBe("loss/generator");
    expect(at("outcome").errors).toEqual({});
    expect(at("lss/generator").errors).toEqual({
      "earlyStopping.metric": 'Unknown series "lss"; did you mean "loss"?',
    });
    expect(at("nothing-like-it").errors).toEqual({
      "earlyStopping.metric":
        'Unknown series "nothing-like-it"; expected "outcome" or a series that the run records, such as "loss".',
    });
    const values = { "generatorSchedule.name": "plateau", "generatorSchedule.metric": "lss" };
    expect(checkDraft(draft({ values })).errors).toHaveProperty(["generatorSchedule.metric"]);
  });

  test("a single run takes the first arm and the first seed", () => {
    const { run } = checkDraft(draft({ firstSeed: "3", arms: [arm("a", draftIntervention("r1"))] }));
    expect(run).toMatchObject({ seed: 3, interventions: [{ name: "r1", gamma: 10 }] });
  });

  test("the command says the same in one line", () => {
    const { experiment } = checkDraft(draft({ values: { steps: "50" } }));
    expect(experiment && compareCommand(experiment)).toBe(
      "gradiometer compare ring-gan --arms none,wgan-gp:coefficient=1 --seeds 6 --set steps=50",
    );
  });
});

describe("arms", () => {
  test("may differ in their guardrails alone, and are named after them", () => {
    const arms = [
      arm("a", draftIntervention("clip-global-norm")),
      { ...arm("b"), guardrails: [{ ...newGuardrail("g", "retreat", []), values: { limit: "5" } }] },
    ];
    expect(armNames(arms)).toEqual(["clip-global-norm", "exploding:retreat"]);
    const { experiment } = checkDraft(draft({ arms }));
    expect(experiment?.arms[1]?.guardrails).toMatchObject([{ action: "retreat", limit: 5 }]);
    expect(compareCommand(experiment!)).toContain(
      "--arms clip-global-norm:maxNorm=1,exploding:retreat:severity=warning:rateFactor=0.5:limit=5",
    );
  });

  test("may differ in settings alone, are named after them, and say what is wrong with one", () => {
    const changed = (settings: string) => [arm("a"), { ...arm("b"), settings }];
    const arms = changed("generatorOptimizer.learningRate=0.0005  batchSize=32");
    expect(armNames(arms)).toEqual(["none", "generatorOptimizer.learningRate=0.0005 + batchSize=32"]);
    const { experiment } = checkDraft(draft({ arms }));
    expect(experiment?.arms[1]?.settings).toEqual(["generatorOptimizer.learningRate=0.0005", "batchSize=32"]);
    expect(compareCommand(experiment!)).toContain(
      "--arms none,generatorOptimizer.learningRate=0.0005+batchSize=32 ",
    );
    expect(checkDraft(draft({ arms: changed("batchsize=32") })).errors["arms.1.settings"]).toContain(
      'did you mean "batchSize"?',
    );
    expect(checkDraft(draft({ arms: changed("batchSize") })).experiment).toBeNull();
  });

  test("that would share a name are told apart by their parameters", () => {
    const arms = [
      arm("a"),
      arm("b", draftIntervention("wgan-gp", { coefficient: 0.1 })),
      arm("c", draftIntervention("wgan-gp", { coefficient: 10 })),
    ];
    expect(armNames(arms)).toEqual(["none", "wgan-gp 0.1", "wgan-gp 10"]);
    expect(armNames([arm("a"), arm("b")])).toEqual(["none", "none (2)"]);
  });

  test("offer only what can act on the workload and is not there yet", () => {
    expect(applicableInterventions("temporal-order-rnn")).toEqual([
      "clip-global-norm",
      "clip-per-tensor-norm",
      "clip-value",
      "agc",
      "autoclip",
      "zclip",
      "weight-decay",
      "l2-penalty",
      "input-gradient-penalty",
      "omega",
    ]);
    expect(applicableInterventions("ring-gan", [draftIntervention("r1")])).not.toContain("r1");
  });

  test.each(builtInNames)("%s has a comparison to start from", (workload) => {
    expect(presets.some((preset) => preset.workload === workload)).toBe(true);
  });

  test.each(presets)("of the preset $id can act on its workload", ({ workload, arms }) => {
    expect(arms.flatMap((set) => refusalsOf({ workload, interventions: set }))).toEqual([]);
    expect(arms.length).toBeGreaterThan(1);
  });
});

describe("what seeds can show", () => {
  test("fewer than six pairs cannot declare a winner", () => {
    expect(whatCanBeDetected(3)).toMatchObject({ canDecide: false, smallestP: 0.25 });
    expect(whatCanBeDetected(5).sentence).toContain("no winner can be declared");
  });

  test("six decide only when all agree", () => {
    expect(whatCanBeDetected(6).sentence).toBe("6 pairs: a winner only if all 6 agree (p = .031).");
  });

  test("several comparisons need more pairs, as Holm's correction asks", () => {
    expect(whatCanBeDetected(6, 3)).toMatchObject({ canDecide: false, smallestP: 0.09375, fewestPairs: 7 });
    expect(whatCanBeDetected(7, 3).sentence).toContain("only if all 7 agree (p = .047 after Holm's");
    expect([1, 2, 3, 11].map(fewestDecidingPairs)).toEqual([6, 7, 7, 9]);
  });

  test("more find smaller differences", () => {
    const [few, many] = [whatCanBeDetected(10).effect ?? 0, whatCanBeDetected(40).effect ?? 0];
    expect(many).toBeLessThan(few);
    // t(.975, 9) = 2.2622 and t(.8, 9) = .8834 from printed tables: (2.2622 + .8834) / sqrt(10) = .9947.
    expect(few).toBeCloseTo(0.9947, 2);
  });

  test("the quantile agrees with printed tables", () => {
    // Student's t at .975: 2.5706 at 5 degrees of freedom, 2.1448 at 14.
    expect(studentQuantile(1.959964, 5)).toBeCloseTo(2.5706, 2);
    expect(studentQuantile(1.959964, 14)).toBeCloseTo(2.1448, 3);
  });
});
