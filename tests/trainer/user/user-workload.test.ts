import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { changedSettings } from "../../../db/contract/command";
import type { RunDetail } from "../../../db/contract/read-models";
import { packageRoot } from "../../../db/package-root";
import { readSeries } from "../../../db/store/series/read-series";
import { configOf, parseConfig } from "../../../server/cli/settings/parse-config";
import { readUserConfig } from "../../../server/user-workload/read-user-config";
import { runCli } from "../../cli/run-cli";
import { emptyHome, freshDatabase } from "../../setup/database";
import { aModule, supervised } from "./written-module";

const example = join(packageRoot(), "docs/examples/two-moons.ts");

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
      'expected kind to be "supervised", "gan" or "step", got "superwised"; did you mean "supervised"?',
    ],
    [
      "a default that no run has",
      ['export default { kind: "step", name: "a", defaults: { stepz: 3 }, create() {} };'],
      'broken.ts: its defaults do not fit. Unknown setting "stepz"; did you mean "steps"? Known: limits, ',
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
