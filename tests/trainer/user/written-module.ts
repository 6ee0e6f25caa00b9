import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunDetail } from "../../../db/contract/read-models";
import { runCli } from "../../cli/run-cli";
import { emptyHome } from "../../setup/database";

/** Writes a module into a home of its own; `train` runs it as a person does. */
export function aModule(lines: string[], name = "broken.ts") {
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
export const supervised = (...parts: string[]) => [
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
export const classifier = (...parts: string[]) => [
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
export const aStep = (...lines: string[]) => [
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
