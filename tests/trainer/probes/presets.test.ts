import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeMetric } from "../../../db/contract/metrics";
import { RunConfig, type RunConfigInput } from "../../../db/contract/run-config";
import { packageRoot } from "../../../db/package-root";
import { createProbePlan } from "../../../trainer/probes/plan";
import type { Points } from "../../../trainer/probes/points";
import { probes } from "../../../trainer/probes/registry";
import { train } from "../../../trainer/train";
import { onBackend } from "../on-backend";

onBackend();

async function record(input: RunConfigInput): Promise<Map<number, Points>> {
  const recorded = new Map<number, Points>();
  await train({
    config: RunConfig.parse(input),
    signal: new AbortController().signal,
    emitter: {
      points: (step, points) => void recorded.set(step, points),
      picture: () => undefined,
      log: () => undefined,
      checkpoint: () => undefined,
      guardAction: () => undefined,
      pause: async () => undefined,
      retreat: () => undefined,
      breathe: async () => false,
    },
  });
  return recorded;
}

const tiny: RunConfigInput[] = [
  { workload: "ring-gan", steps: 102, sampleEvery: 51, hidden: 8, layers: 2, batchSize: 16 },
  { workload: "mnist-gan", steps: 2, batchSize: 4, channels: 2, sampleEvery: 2 },
  { workload: "mnist-gan", steps: 2, batchSize: 4, channels: 2, sampleEvery: 2, objective: "wasserstein" },
  {
    workload: "mnist-progressive-gan",
    steps: 3,
    stageSteps: 1,
    fadeSteps: 1,
    batchSize: 4,
    channels: 2,
    sampleEvery: 1,
  },
  { workload: "mnist-acgan", steps: 2, batchSize: 4, channels: 2, sampleEvery: 2 },
  {
    workload: "temporal-order-rnn",
    steps: 3,
    hidden: 8,
    interventions: [{ name: "clip-global-norm" }, { name: "input-gradient-penalty" }],
  },
];

const recordAll = (preset: "economy" | "standard" | "full") =>
  Promise.all(tiny.map((input) => record({ ...input, probes: { preset, every: 50 } } as RunConfigInput)));

/** Whether a series is the one declared, or the same of a network, a layer or a quantile. */
const belongsTo = (declared: string) => (series: string) =>
  series === declared || series.startsWith(`${declared}/`);

describe("the registry of probes", () => {
  it("declares series that full runs record, each of them described", async () => {
    const runs = await recordAll("full");
    const recorded = new Set(
      runs.flatMap((run) => [...run.values()].flatMap((points) => [...points.keys()])),
    );
    const declared: string[] = probes.flatMap(({ series }) => series);
    for (const name of declared) expect([...recorded].some(belongsTo(name)), name).toBe(true);
    for (const name of recorded) expect(describeMetric(name)?.meaning, name).toBeTruthy();
  });

  it("has a row of the documentation for each probe", () => {
    const page = readFileSync(join(packageRoot(), "docs", "probes.md"), "utf8");
    for (const { name } of probes) {
      expect(page, name).toContain(`| ${name} |`);
    }
  });
});

describe("presets", () => {
  it("measure more from economy to full, and change nothing that they both measure", async () => {
    const [economy, standard, full] = [
      await recordAll("economy"),
      await recordAll("standard"),
      await recordAll("full"),
    ];
    for (const index of tiny.keys()) {
      for (const [step, points] of economy[index]!)
        for (const [name, value] of points) {
          if (name.endsWith("_time")) continue;
          expect(standard[index]!.get(step)!.get(name), `${name} at ${step}`).toBe(value);
          expect(full[index]!.get(step)!.get(name), `${name} at ${step}`).toBe(value);
        }
      const sizeAtFirst = [economy, standard, full].map((runs) => runs[index]!.get(1)!.size);
      expect(sizeAtFirst).toEqual([...new Set(sizeAtFirst)].sort((a, b) => a - b));
    }
  });

  it("measure a costly probe at the first step, each k-th and the last", async () => {
    const run = await record({ ...tiny[0]!, probes: { every: 40 } } as RunConfigInput);
    const steps = [...run]
      .filter(([, points]) => points.has("dead_units/generator/output"))
      .map(([step]) => step);
    expect(steps).toEqual([1, 40, 80, 102]);
  });
});

describe("the plan of a run's probes", () => {
  const dueSteps = (
    name: Parameters<ReturnType<typeof createProbePlan>["isDue"]>[0],
    sampleEvery: number,
  ) => {
    let step = 0;
    const plan = createProbePlan(
      { steps: 200, sampleEvery, probes: { preset: "full", every: 50 } },
      () => step,
    );
    const due: number[] = [];
    for (step = 1; step <= 200; step += 1)
      if (step === 1 || step % sampleEvery === 0 || step === 200) if (plan.isDue(name)) due.push(step);
    return due;
  };

  it("asks probes of samples at each drawing, costly ones at the first drawing of each k steps", () => {
    expect(dueSteps("mode-coverage", 60)).toEqual([1, 60, 120, 180, 200]);
    expect(dueSteps("image-quality", 25)).toEqual([1, 50, 100, 150, 200]);
    expect(dueSteps("image-quality", 30)).toEqual([1, 60, 120, 150, 200]);
    expect(dueSteps("image-quality", 70)).toEqual([1, 70, 140, 200]);
  });
});
