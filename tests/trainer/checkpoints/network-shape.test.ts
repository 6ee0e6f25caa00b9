import { describe, expect, test } from "vitest";
import { z } from "zod";
import { misfitsOf } from "../../../db/contract/network-shape";
import { BuiltInConfig, RunConfig, type RunConfigInput } from "../../../db/contract/run-config";
import { workloadConfigs } from "../../../db/contract/workloads";
import { createContext } from "../../../trainer/context";
import { createWorkload } from "../../../trainer/workloads";
import { onBackend } from "../on-backend";

onBackend();

/** Small, and one for each form in which a workload's networks come. */
const bases: RunConfigInput[] = [
  { workload: "ring-gan", hidden: 8 },
  { workload: "grid-gan", hidden: 8, generatorNormalization: "batch" },
  { workload: "swiss-roll-gan", hidden: 8, discriminatorNormalization: "layer" },
  { workload: "mnist-gan", channels: 2 },
  { workload: "mnist-acgan", channels: 2 },
  { workload: "mnist-progressive-gan", channels: 2 },
  { workload: "temporal-order-rnn", hidden: 8 },
  { workload: "adding-rnn", hidden: 8 },
  { workload: "copy-rnn", hidden: 8 },
  { workload: "char-lm", width: 8, layers: 1, textLength: 10_000 },
  { workload: "char-lm", width: 8, layers: 1, textLength: 10_000, model: "transformer" },
  { workload: "mnist-classifier", channels: 2, hidden: 8 },
  { workload: "mnist-classifier", channels: 2, hidden: 8, network: "mlp" },
  { workload: "deep-mlp", depth: 3, width: 8 },
];

/** The config with one setting changed, once for each setting and each word that it may take. */
function changesOf(base: RunConfig): { change: string; config: RunConfig }[] {
  const schema = z.toJSONSchema(workloadConfigs[base.workload], { io: "input" });
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    if (key === "workload" || typeof property !== "object") return [];
    const now = (base as Record<string, unknown>)[key];
    const others =
      property.enum?.filter((word) => word !== now) ??
      (typeof now === "boolean" ? [!now] : typeof now === "number" ? [now + 1, now / 2] : []);
    return others.flatMap((value) => {
      const parsed = RunConfig.safeParse({ ...base, [key]: value });
      return parsed.success ? [{ change: `${key}=${value}`, config: parsed.data }] : [];
    });
  });
}

/** How many weights each network of a config has, by building them. */
function weightsOf(config: RunConfig): Map<string, number> {
  const context = createContext(config);
  createWorkload(config, context);
  const arrays = [...context.state.snapshot().arrays];
  return new Map(
    arrays.flatMap(([name, { length }]) => (name.endsWith("/weights") ? [[name, length] as const] : [])),
  );
}

const fits = (held: ReadonlyMap<string, number>, asked: ReadonlyMap<string, number>): boolean =>
  [...asked].every(([name, length]) => held.get(name) === length);

describe("networks with other settings", () => {
  test.each(bases)("of %o fit the weights at hand exactly where no misfit is named", (input) => {
    const base = RunConfig.parse(input);
    const held = weightsOf(base);
    const changes = changesOf(base);
    expect(changes.length).toBeGreaterThan(5);
    for (const { change, config } of changes)
      expect({ change, fits: fits(held, weightsOf(config)) }).toEqual({
        change,
        fits: misfitsOf(base, config).length === 0,
      });
  });

  test("every workload of ours is among them", () => {
    expect(new Set(bases.map(({ workload }) => workload))).toEqual(
      new Set(BuiltInConfig.options.map(({ shape }) => shape.workload.value)),
    );
  });

  test("another number of discriminators does not fit, more or fewer", () => {
    const having = (count: number) =>
      RunConfig.parse({
        workload: "ring-gan",
        hidden: 8,
        interventions: count === 1 ? [] : [{ name: "several-discriminators", count }],
      });
    for (const [had, wanted] of [
      [1, 1],
      [1, 3],
      [2, 3],
      [3, 2],
      [3, 1],
    ] as const)
      expect({ had, wanted, fits: fits(weightsOf(having(had)), weightsOf(having(wanted))) }).toEqual({
        had,
        wanted,
        fits: misfitsOf(having(had), having(wanted)).length === 0,
      });
    expect(misfitsOf(having(1), having(3))).toEqual([
      { path: "interventions", held: "one discriminator", asked: "several-discriminators:count=3" },
    ]);
  });

  test("a misfit is named with its setting, what the weights need and what was asked for", () => {
    const held = RunConfig.parse({ workload: "char-lm", model: "transformer", width: 8 });
    const asked = RunConfig.parse({ workload: "char-lm", model: "transformer", width: 16, windowLength: 8 });
    expect(misfitsOf(held, asked)).toEqual([
      { path: "width", held: "width=8", asked: "width=16" },
      { path: "windowLength", held: "windowLength=32", asked: "windowLength=8" },
    ]);
  });
});
