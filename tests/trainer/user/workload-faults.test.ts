import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { aModule, aStep, classifier, supervised } from "./written-module";

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
      "misspells its loss",
      supervised('    ...{ loss: "cross-entrpy" as never },'),
      [],
      /^broken.ts:4: expected loss to be .*, got "cross-entrpy"; did you mean "cross-entropy"\?$/,
    ],
    [
      "misspells a layer's setting",
      aStep("    return {};").toSpliced(
        3,
        1,
        '    build("model", [2], { layers: [{ kind: "dense", unit: 3 } as never] });',
      ),
      [],
      /^broken.ts:4: .* Unknown setting "layers.0.unit"; did you mean "units"\? Known: kind, name, /,
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
      "leaks tensors every few steps only",
      supervised(
        "    ...{",
        "      judge: (() => { let calls = 0; return () => {",
        "        if (calls++ % 3 === 0) tf.keep(tf.zeros([3]));",
        "        return {};",
        "      }; })(),",
        "    },",
      ),
      ["steps=100"],
      /^broken.ts:9: every few steps leave 1 more tensor in memory, such as one of shape \[3\], made here/,
    ],
    [
      "leaks tensors now and then, while it hands others from one step to the next",
      aStep(
        "    handedOn?.dispose();",
        "    handedOn = handedOn ? undefined : tf.keep(tf.zeros([5]));",
        "    if (calls++ % 7 === 0) tf.keep(tf.zeros([9]));",
        "    learned.minimize((w) => tf.sum(w[0]!));",
        "    return {};",
      ).toSpliced(3, 0, "    let calls = 0, handedOn: ReturnType<typeof tf.zeros> | undefined;"),
      ["steps=300"],
      /^broken.ts:9: every few steps leave 1 more tensor in memory, such as one of shape \[9\], made here/,
    ],
    [
      "leaks tensors where it judges held-out examples",
      supervised(
        "    drawHeldOut() {",
        "      tf.keep(tf.zeros([7]));",
        "      return { inputs: tf.ones([1, 2]), targets: tf.zeros([1, 1]) };",
        "    },",
      ),
      ["steps=100", "sampleEvery=4"],
      /^broken.ts:8: every few steps leave 1 more tensor in memory, such as one of shape \[7\], made here/,
    ],
    [
      "has an outcome that is NaN while the loss is finite",
      supervised("    judge: () => ({ outcome: Number.NaN }),"),
      [],
      /^broken.ts:7: figure "outcome" is NaN, though the loss is finite, and runs are compared by it: leave it out/,
    ],
    [
      "gives a judge's figure the name of a series that is recorded after it",
      supervised('    judge: () => ({ "gradient_norm/model": 1 }),'),
      [],
      /^broken.ts:7: the run records a series "gradient_norm\/model" itself: give the figure another name$/,
    ],
    [
      "gives a judge's figure the name of one of held-out examples",
      supervised(
        "    judge: () => ({ held_out_loss: 1 }),",
        "    drawHeldOut: () => ({ inputs: tf.ones([1, 2]), targets: tf.zeros([1, 1]) }),",
      ),
      [],
      /^broken.ts:7: the run records a series "held_out_loss" itself: give the figure another name$/,
    ],
    [
      "minimizes a loss inside of another",
      aStep(
        "    learned.minimize((weights) => {",
        "      learned.minimize((w) => tf.sum(w[0]!));",
        "      return tf.sum(weights[0]!);",
        "    });",
        "    return {};",
      ),
      [],
      /^broken.ts:7: minimize was called inside a loss that is being minimized: .* \(while step 1 was made\)$/,
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

  test("a cache that fills up, ever more slowly, is no leak", async () => {
    const caching = supervised(
      "    ...{ judge: (() => { let calls = 0; return () => {",
      "      if (Number.isInteger(Math.log2(++calls))) tf.keep(tf.zeros([3]));",
      "      return {};",
      "    }; })() },",
    );
    expect((await aModule(caching).train("steps=2000")).run?.status).toBe("finished");
  });

  test("an outcome that is NaN because the training came apart is recorded, and the run has diverged", async () => {
    const apart = supervised(
      "    ...{ loss: (outputs) => tf.mul(tf.sum(outputs, 1), Number.NaN) },",
      "    judge: (outputs) => ({ outcome: outputs.dataSync()[0]! * Number.NaN }),",
    );
    expect((await aModule(apart).train()).run?.status).toBe("diverged");
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
