import { describe, expect, it } from "vitest";
import { RunConfig, type RunConfigInput } from "../../db/contract/run-config";
import type { Points } from "../../trainer/probes/points";
import { tf } from "../../trainer/tensorflow";
import { type TrainingEnd, train } from "../../trainer/train";
import { onBackend } from "./on-backend";

onBackend();

interface Recorded {
  end: TrainingEnd;
  points: Map<number, Points>;
  pictures: number[];
  log: string[];
  /** Tensors alive after each step. */
  tensors: number[];
}

async function record(input: RunConfigInput, afterStep?: (step: number) => void): Promise<Recorded> {
  const recorded: Omit<Recorded, "end"> = { points: new Map(), pictures: [], log: [], tensors: [] };
  const cancel = new AbortController();
  const end = await train({
    config: RunConfig.parse(input),
    signal: cancel.signal,
    emitter: {
      points: (step, points) => {
        recorded.points.set(step, points);
        afterStep?.(step);
      },
      picture: (step) => recorded.pictures.push(step),
      checkpoint: () => {},
      guardAction: () => {},
      pause: async () => {},
      retreat: () => {},
      log: (_level, text) => recorded.log.push(text),
      breathe: async () => {
        recorded.tensors.push(tf.memory().numTensors);
        if (afterStep && recorded.points.size === 3) cancel.abort();
        return false;
      },
    },
  });
  return { ...recorded, end };
}

/** Everything but times, which differ from run to run. */
function measured(points: Map<number, Points>): Record<string, number>[] {
  return Array.from(points.values(), (step) =>
    Object.fromEntries([...step].filter(([name]) => !/_time$/.test(name))),
  );
}

const small: [string, RunConfigInput][] = [
  [
    "ring-gan with wgan-gp, clipping and weight clipping",
    {
      workload: "ring-gan",
      steps: 6,
      sampleEvery: 4,
      hidden: 16,
      interventions: [
        { name: "wgan-gp" },
        { name: "r1", gamma: 0.1 },
        { name: "clip-per-tensor-norm" },
        { name: "clip-value" },
        { name: "weight-clipping", limit: 1 },
      ],
    },
  ],
  [
    "ring-gan, non-saturating, without samples",
    { workload: "ring-gan", steps: 4, sampleEvery: 0, objective: "non-saturating", hidden: 16 },
  ],
  [
    "mnist-gan with r1",
    {
      workload: "mnist-gan",
      steps: 2,
      batchSize: 4,
      channels: 2,
      sampleEvery: 2,
      interventions: [{ name: "r1" }],
    },
  ],
  [
    "mnist-gan with a Wasserstein critic and wgan-gp",
    {
      workload: "mnist-gan",
      steps: 2,
      batchSize: 4,
      channels: 2,
      sampleEvery: 2,
      objective: "wasserstein",
      interventions: [{ name: "wgan-gp", coefficient: 10 }],
    },
  ],
  [
    "mnist-progressive-gan through its growth",
    {
      workload: "mnist-progressive-gan",
      steps: 6,
      stageSteps: 2,
      fadeSteps: 2,
      batchSize: 4,
      channels: 2,
      sampleEvery: 2,
    },
  ],
  [
    "mnist-acgan with r1 and two discriminators",
    {
      workload: "mnist-acgan",
      steps: 2,
      batchSize: 4,
      channels: 2,
      sampleEvery: 2,
      interventions: [{ name: "r1" }, { name: "several-discriminators" }],
    },
  ],
  [
    "temporal-order-rnn with clipping and the input-gradient penalty",
    {
      workload: "temporal-order-rnn",
      steps: 20,
      hidden: 10,
      interventions: [{ name: "clip-global-norm" }, { name: "input-gradient-penalty" }],
    },
  ],
];

describe("train", () => {
  it.each(small)(
    "gives bitwise the same series for the same seed and leaks no tensor: %s",
    async (_name, input) => {
      const first = await record(input);
      const second = await record(input);
      expect(first.end).toEqual({ status: "finished", step: input.steps });
      expect(measured(second.points)).toEqual(measured(first.points));
      expect(new Set(first.tensors).size).toBe(1);
      const other = await record({ ...input, seed: 1 });
      expect(measured(other.points)).not.toEqual(measured(first.points));
    },
  );

  it("records every probe of a critic at every step and samples at the first, each k-th and the last", async () => {
    const { points, pictures, log } = await record(small[0]![1]);
    expect([...points.keys()]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(pictures).toEqual([1, 4, 6]);
    expect(log[0]).toMatch(/Second-order gradients of the discriminator agree/);
    for (const [step, at] of points) {
      const names = [...at.keys()].filter((name) => !name.startsWith("sample/")).sort();
      const networks = ["discriminator", "generator"];
      const layers = ["dense1", "dense2", "dense3", "output"];
      const each = (metric: string) => networks.map((network) => `${metric}/${network}`);
      const eachLayer = (metric: string) =>
        each(metric).flatMap((name) => layers.map((layer) => `${name}/${layer}`));
      const expected = [
        ...["gradient_norm", "gradient_norm_clipped"].flatMap((metric) => [
          ...each(metric),
          ...eachLayer(metric),
        ]),
        ...["clip_coefficient", "update_ratio", "loss", "learning_rate"].flatMap(each),
        ...["update_norm", "weight_norm", "layer_profile"].flatMap(each),
        ...[
          "penalty/wgan-gp",
          "penalty/r1",
          "wasserstein_estimate",
          "input_gradient_norm/mean",
          "input_gradient_norm/max",
        ],
        ...["step_time", "probe_time"],
        ...(step === 1 || step === 6
          ? [
              ...["weight_norm", "update_ratio", "dead_units"].flatMap(eachLayer),
              ...["p05", "p25", "p50", "p75", "p95"].flatMap((quantile) =>
                each("gradient_quantile").map((name) => `${name}/${quantile}`),
              ),
            ]
          : []),
      ];
      expect(names).toEqual(expected.sort());
      for (const [name, value] of at) expect(Number.isFinite(value), `${name} at ${step}`).toBe(true);
    }
  });

  it("records a discriminator's accuracy where the objective is a classification", async () => {
    const { points } = await record(small[1]![1]);
    const names = [...points.get(1)!.keys()];
    expect(names).toEqual(expect.arrayContaining(["discriminator_accuracy", "discriminator_accuracy/real"]));
    expect(names).not.toContain("wasserstein_estimate");
  });

  it("gives arms that share a seed the same start, data and noise, whatever they draw for penalties", async () => {
    const base = {
      workload: "ring-gan",
      steps: 1,
      hidden: 8,
      sampleEvery: 1,
      discriminatorUpdates: 1,
    } as const;
    const plain = await record(base);
    const penalized = await record({ ...base, interventions: [{ name: "wgan-gp" }] });
    // The estimate is taken before the first update: same weights, same real samples, same noise.
    expect(penalized.points.get(1)!.get("wasserstein_estimate")).toBe(
      plain.points.get(1)!.get("wasserstein_estimate"),
    );
  });

  const exploding: RunConfigInput = {
    workload: "ring-gan",
    steps: 60,
    sampleEvery: 0,
    discriminatorOptimizer: { name: "sgd", learningRate: 0.5 },
    generatorOptimizer: { name: "sgd", learningRate: 0.5 },
  };

  it("ends as diverged at the first loss that is not finite, with that step's points", async () => {
    const { end, points } = await record(exploding);
    expect(end.status).toBe("diverged");
    expect(end.step).toBeLessThan(60);
    expect(Math.max(...points.keys())).toBe(end.step);
    const losses = [...points].filter(([, at]) =>
      ["loss/discriminator", "loss/generator"].some((name) => at.has(name) && !Number.isFinite(at.get(name))),
    );
    expect(losses.map(([step]) => step)).toEqual([end.step]);
  });

  it("goes on past it when told to", async () => {
    const { end } = await record({ ...exploding, onNonFinite: "continue" });
    expect(end).toEqual({ status: "finished", step: 60 });
  });

  it("stops after the step at hand when cancelled", async () => {
    const { end, points } = await record({ ...exploding, onNonFinite: "continue" }, () => {});
    expect(end).toEqual({ status: "cancelled", step: 3 });
    expect(points.size).toBe(3);
  });
});
