import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { changedSettings } from "../../../db/contract/command";
import type { RunDetail } from "../../../db/contract/read-models";
import { packageRoot } from "../../../db/package-root";
import { readSeries } from "../../../db/store/read-series";
import { configOf, parseConfig } from "../../../server/cli/settings/parse-config";
import { readUserConfig } from "../../../server/user-workload/read-user-config";
import { runCli } from "../../cli/run-cli";
import { emptyHome, freshDatabase } from "../../setup/database";

const example = join(packageRoot(), "docs/examples/two-moons.ts");

/** Writes a module into a home of its own; `train` runs it as a person does. */
function aModule(lines: string[], name = "broken.ts") {
  const home = emptyHome();
  const path = join(home, name);
  writeFileSync(path, lines.join("\n"));
  const train = async (...sets: string[]) => {
    const args = sets.flatMap((set) => ["--set", set]);
    const result = await runCli(["train", `./${name}`, ...args, "--json"], {
      home,
      env: { GRADIOMETER_BACKEND: "wasm" },
    });
    const run: RunDetail | undefined = result.stdout.startsWith("{") ? JSON.parse(result.stdout) : undefined;
    return { ...result, run };
  };
  return { home, path, train };
}

/** A network on four examples, with `parts` in the place of what is whole in it; the first of `parts` is line 7. */
const supervised = (...parts: string[]) => [
  'import { defineWorkload, mlp, tf } from "gradiometer";',
  "export default defineWorkload({",
  '  kind: "supervised", name: "broken", settings: { shift: 0 }, defaults: { steps: 20, batchSize: 4 },',
  "  create: ({ build, settings }) => ({",
  '    network: build("model", [2], mlp([4], 1)), loss: "squared-error",',
  "    draw: (count) => ({ inputs: tf.ones([count, 2]), targets: tf.fill([count, 1], settings.shift) }),",
  ...parts,
  "  }),",
  "});",
];

/** A network of two classes, whose `draw` and the like are `parts`; the first of them is line 7. */
const classifier = (...parts: string[]) => [
  'import { defineWorkload, mlp, tf } from "gradiometer";',
  "export default defineWorkload({",
  '  kind: "supervised", name: "broken", defaults: { steps: 20, batchSize: 4 },',
  "  create: ({ build }) => ({",
  '    network: build("model", [2], mlp([4], 2)),',
  '    loss: "cross-entropy",',
  ...parts,
  "  }),",
  "});",
];

/** A step of its own with a learner called `learned`; the first of `lines` is line 6. */
const aStep = (...lines: string[]) => [
  'import { defineWorkload, mlp, tf } from "gradiometer";',
  'export default defineWorkload({ kind: "step", name: "broken", defaults: { steps: 20 },',
  "  create({ build, learner }) {",
  '    const learned = learner(build("model", [2], mlp([4], 1)).network);',
  "    return { step() {",
  ...lines,
  "    } };",
  "  },",
  "});",
];

describe("a workload of one's own", () => {
  test("the worked example trains from the command line, and its run says all that it was made of", async () => {
    const home = emptyHome();
    const command = ["train", example, "--set", "noise=0.05", "--set", "sampleEvery=100", "--json"];
    const { code, stdout } = await runCli(command, { home, env: { GRADIOMETER_BACKEND: "wasm" } });
    expect(code).toBe(0);
    const run: RunDetail = JSON.parse(stdout);
    expect(run).toMatchObject({
      name: "two-moons, none, seed 0",
      status: "finished",
      step: 300,
      config: {
        workload: "user-supervised",
        module: example,
        settings: { noise: 0.05, hidden: 16 },
        optimizer: { name: "adam", learningRate: 0.01, beta1: 0.9 },
      },
    });
    expect(run.command).toContain(`train ${example} --set noise=0.05 --set hidden=16 --set sampleEvery=100`);
    const names = ["held_out_accuracy", "gradient_norm/model/dense1", "outcome"];
    const [accuracy, norm, outcome] = readSeries(freshDatabase(home), { runId: run.id, names });
    // The step and each hundredth; a straight line gets about .88 of the moons right.
    expect(accuracy?.count).toBe(4);
    expect(accuracy?.last.at(-1)).toBeGreaterThan(0.95);
    expect(norm?.count).toBe(300);
    expect(outcome?.last.at(-1)).toBeLessThan(0.15);
  });

  test("two runs of one seed are bitwise the same, with a penalty, and another seed is not", async () => {
    const home = emptyHome();
    const series = async (seed: number) => {
      const set = ["--set", "steps=15", "--interventions", "input-gradient-penalty", "--seed", String(seed)];
      const result = await runCli(["train", example, ...set, "--json"], {
        home,
        env: { GRADIOMETER_BACKEND: "wasm" },
      });
      const { id } = JSON.parse(result.stdout) as RunDetail;
      return readSeries(freshDatabase(home), { runId: id, names: ["loss/model"] })[0]!.last;
    };
    const first = await series(1);
    expect(first).toHaveLength(15);
    expect(await series(1)).toEqual(first);
    expect(await series(2)).not.toEqual(first);
  });

  test("a GAN gets samples, pictures and critics' probes; a step of one's own gets norms and its figures", async () => {
    const gan = aModule(
      [
        'import { defineWorkload, mlp, tf } from "gradiometer";',
        "export default defineWorkload({",
        '  kind: "gan", name: "a-line", settings: { tilt: 0.5 }, defaults: { steps: 6, sampleEvery: 3 },',
        "  create({ build, settings }) {",
        "    const line = (count: number, random: { normal(): number }) => tf.tensor2d(",
        "      Array.from({ length: count }, () => { const x = random.normal(); return [x, settings.tilt * x]; }));",
        '    return { generator: build("generator", [2], mlp([8], 2)), discriminator: build("discriminator", [2], mlp([8], 1)),',
        "      draw: line,",
        "      judge: (samples, reals) => ({ outcome: tf.mean(tf.abs(tf.sub(samples, reals))).dataSync()[0]! }) };",
        "  },",
        "});",
      ],
      "a-line.ts",
    );
    const made = await gan.train("objective=wasserstein", "interventions=wgan-gp");
    expect(made.run).toMatchObject({ status: "finished", step: 6 });
    const names = made.run!.series.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["wasserstein_estimate", "penalty/wgan-gp"]));
    expect(made.run!.series.find(({ name }) => name === "outcome")?.count).toBe(3);
    const pictures = freshDatabase(gan.home).sqlite.prepare("SELECT count(*) FROM media").pluck().get();
    expect(pictures).toBe(3);

    const step = aModule(
      [
        'import { defineWorkload, mlp, tf } from "gradiometer";',
        "export default defineWorkload({",
        '  kind: "step", name: "fit", defaults: { steps: 40, optimizer: { name: "sgd", learningRate: 0.1 } },',
        "  create({ build, learner }) {",
        '    const model = build("model", [1], mlp([], 1));',
        "    const learned = learner(model.network);",
        "    return { step() {",
        "      const x = tf.tensor2d([[-1], [1]]);",
        "      const loss = learned.minimize((w) => tf.losses.meanSquaredError(tf.mul(x, 3), model.apply(w, x)));",
        "      return { error: Math.sqrt(loss) };",
        "    } };",
        "  },",
        "});",
      ],
      "fit.ts",
    );
    const fitted = await step.train();
    expect(fitted.run).toMatchObject({ status: "finished", step: 40 });
    const error = fitted.run!.series.find(({ name }) => name === "error");
    // Steepest descent on (w - 3)^2 at .1: the distance to 3 shrinks by 1 - 2 * .1 each step.
    expect(error!.lastValue / error!.max).toBeCloseTo(0.8 ** 39, 6);
    expect(fitted.run!.series.map(({ name }) => name)).toContain("gradient_norm/model/output");
  });
});

test("a fork changes what every run has and keeps what the module's parts were made of", async () => {
  const base = await configOf(aModule(supervised()).path, ["shift=2"]);
  const forked = parseConfig(base.workload, ["optimizer.learningRate=0.1"], base);
  expect(forked).toMatchObject({ settings: { shift: 2 }, optimizer: { name: "adam", learningRate: 0.1 } });
  expect(changedSettings(forked, base)).toEqual(["optimizer.learningRate=0.1"]);
  expect(() => parseConfig(base.workload, ["shift=3"], base)).toThrow(
    "A fork keeps the settings that broken defines itself, so not --set shift=3",
  );
  expect(() => parseConfig(base.workload, ["stpes=3"], base)).toThrow(
    'Unknown setting of broken "stpes"; did you mean "steps"?',
  );
});

describe("settings are refused before anything is stored", () => {
  test.each([
    ["shitf=1", 'Unknown setting of broken "shitf"; did you mean "shift"? Known: shift, '],
    ["stpes=1", 'Unknown setting of broken "stpes"; did you mean "steps"?'],
    ["shift=far", 'shift: expected a number, got "far".'],
    ["optimizer.lerningRate=1", 'Unknown setting of optimizer "lerningRate"; did you mean "learningRate"?'],
    ["module=other.ts", 'Unknown setting of broken "module"'],
    ["interventions=wgan-gp", '"wgan-gp" acts on a discriminator'],
    ["limits.stepSeconds=0", "limits.stepSeconds: expected a number of more than 0, got 0."],
  ])("%s", async (set, says) => {
    await expect(configOf(aModule(supervised()).path, [set])).rejects.toThrow(says);
  });

  test.each([
    ["a file that is not there", undefined, "No file at "],
    ["a slip of the pen", ["", "const a = ;"], 'broken.ts:2: Unexpected ";"'],
    ["a package that is not there", ["", 'import "no-such-package";'], "broken.ts:2: Could not resolve"],
    ["a module that throws", ["", "", 'throw new Error("no data");'], "broken.ts:3: no data"],
    ["a module that ends the process", ["process.exit(7);"], "ended its process with exit code 7"],
    ["no default export", ["export const a = 1;"], "expected `export default defineWorkload"],
    [
      "an unknown kind",
      ['export default { kind: "superwised", name: "a", create() {} };'],
      'expected kind to be "supervised", "gan" or "step", got "superwised"',
    ],
    [
      "a setting that every run has",
      ['export default { kind: "step", name: "a", settings: { steps: 3 }, create() {} };'],
      'a setting cannot be called "steps"',
    ],
  ])("%s", async (_name, lines, says) => {
    const { path } = aModule(lines ?? []);
    await expect(configOf(lines ? path : `${path}.ts`, [])).rejects.toThrow(says);
  });

  test("on the command line as one sentence and exit code 2", async () => {
    const result = await aModule(supervised()).train("shitf=1");
    expect(result).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("did you mean") });
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });

  test("a module whose loading never ends is given up", async () => {
    const { path } = aModule(["while (true);"]);
    await expect(readUserConfig(path, [], 3000)).rejects.toThrow(
      /broken.ts did not finish loading within 3 s: look for a loop/,
    );
  });
});

describe("a workload's fault ends its run, which names file and line", () => {
  test.each([
    [
      "throws in draw",
      supervised("    drawHeldOut() {", '      throw new Error("the file is gone");', "    },"),
      [],
      /^broken.ts:8: the file is gone \(while step 1 was judged\)$/,
    ],
    [
      "throws inside TensorFlow.js",
      supervised(
        "    judge: (outputs) => ({",
        "      error: outputs.dot(tf.ones([9])).dataSync()[0]!,",
        "    }),",
      ),
      [],
      /^broken.ts:8: .*\(while step 1 was made\)$/,
    ],
    [
      "draws inputs of a wrong shape",
      supervised(
        "    ...{",
        "      draw: (count) => ({ inputs: tf.ones([count, 3]), targets: tf.ones([count, 1]) }),",
        "    },",
      ),
      [],
      /^broken.ts:8: expected inputs to be of shape \[4, 2\], got \[4, 3\]$/,
    ],
    [
      "has a loss that is not one of each example",
      supervised("    ...{ loss: (outputs, targets) =>", "      tf.mean(tf.sub(outputs, targets)) },"),
      [],
      /^broken.ts:7: expected the loss of each example to be of shape \[4\], got \[\]$/,
    ],
    [
      "waits for a promise",
      supervised("    judge: async () => ({ error: 1 }),"),
      [],
      /^broken.ts:7: it returned a promise, and training waits for none/,
    ],
    [
      "leaks tensors",
      supervised("    judge() {", "      tf.keep(tf.zeros([3]));", "      return {};", "    },"),
      [],
      /^broken.ts:8: each step leaves 1 more tensor in memory, such as one of shape \[3\], made here/,
    ],
    [
      "draws a label that is no class",
      classifier(
        "    draw: (count) => ({ inputs: tf.ones([count, 2]), targets: tf.tensor1d([0, 1, 2, 0]) }),",
      ),
      [],
      /^broken.ts:7: expected labels to be whole numbers from 0 to 1, since the network has 2 outputs, got 2 for example 2$/,
    ],
    [
      "draws a held-out label between two classes",
      classifier(
        "    draw: (count) => ({ inputs: tf.ones([count, 2]), targets: tf.zeros([count]) }),",
        "    drawHeldOut: () => ({ inputs: tf.ones([1, 2]), targets: tf.fill([1], 0.5) }),",
      ),
      [],
      /^broken.ts:8: expected labels .* got 0.5 for example 0$/,
    ],
    [
      "has a loss that is cut off from the weights",
      supervised("    ...{ loss: (outputs) =>", "      tf.tensor1d(outputs.dataSync()) },"),
      [],
      /^broken.ts:7: the loss depends on no weight of "model": make it from the network's outputs/,
    ],
    [
      "minimizes a loss that is cut off from the weights",
      aStep("    learned.minimize(() => tf.scalar(3));", "    return {};"),
      [],
      /^broken.ts:6: the loss depends on no weight of "model": .* \(while step 1 was made\)$/,
    ],
    [
      "gives a figure the name of a series of the run's own",
      aStep("    learned.minimize((w) => tf.sum(w[0]!));", '    return { "loss/model": 1 };'),
      [],
      /^broken.ts:5: the run records a series "loss\/model" itself: give the figure another name$/,
    ],
    [
      "returns a list for figures",
      aStep("    return [1, 2];"),
      [],
      /^broken.ts:5: expected numbers by name, such as \{ error: 0.1 \}, got an array$/,
    ],
    [
      "lets a promise fail",
      aStep('    void Promise.reject(new Error("no answer"));', "    return {};"),
      [],
      /^broken.ts:6: no answer \(while a promise or a timer of it ran\)$/,
    ],
    [
      "ends the process",
      aStep("    process.exit(0);"),
      [],
      /^broken.ts:6: process.exit\(\) was called: throw an error that says why instead \(while step 1 was made\)$/,
    ],
    [
      "never ends a step",
      supervised(
        "    judge(outputs) {",
        "      let sum = 0;",
        "      while (outputs) sum += 1;",
        "      return { sum };",
        "    },",
      ),
      ["limits.stepSeconds=2"],
      /^broken.ts:9: The first step, with all that comes before it, took longer than 2 s and was here/,
    ],
  ] as [string, string[], string[], RegExp][])("%s", async (_name, lines, sets, message) => {
    const { train } = aModule(lines);
    const { run, code, stderr } = await train(...sets);
    expect(run?.message, stderr).toMatch(message);
    expect(run?.status).toBe("crashed");
    expect(code).toBe(1);
  });

  test("a leak that is meant can be allowed", async () => {
    const leaking = supervised("    judge() { tf.keep(tf.zeros([3])); return {}; },");
    expect((await aModule(leaking).train("limits.tensorLeak=ignore")).run?.status).toBe("finished");
    const warned = await aModule(leaking).train("limits.tensorLeak=warn");
    expect(warned.run?.status).toBe("finished");
  });

  test("a fault in a file that the module imports is named by that file", async () => {
    const { home, train } = aModule([
      'import { draw } from "./moons";',
      'import { defineWorkload, mlp } from "gradiometer";',
      'export default defineWorkload({ kind: "supervised", name: "a", create: ({ build }) => ({',
      '  network: build("model", [2], mlp([4], 2)), loss: "cross-entropy", draw }) });',
    ]);
    writeFileSync(
      join(home, "moons.ts"),
      'export function draw(): never {\n  throw new Error("no moon");\n}\n',
    );
    expect((await train()).run?.message).toBe("moons.ts:2: no moon (while step 1 was made)");
  });
});
