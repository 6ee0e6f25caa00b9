import { describe, expect, it } from "vitest";
import { RunConfig, type RunConfigInput } from "../../../db/contract/run-config";
import type { Points } from "../../../trainer/probes/points";
import { train } from "../../../trainer/train";
import { onBackend } from "../on-backend";

onBackend();

async function record(input: RunConfigInput) {
  const points: Points[] = [];
  const pictures = new Map<number, Uint8ClampedArray>();
  const end = await train({
    config: RunConfig.parse(input),
    signal: new AbortController().signal,
    emitter: {
      points: (_step, at) => void points.push(at),
      picture: (step, _name, { pixels }) => void pictures.set(step, pixels),
      checkpoint: () => {},
      log: () => {},
      breathe: async () => false,
    },
  });
  const series = (name: string) => points.map((at) => at.get(name));
  return { end, series, pictures };
}

const small = { workload: "ring-gan", hidden: 8, sampleEvery: 0 } as const;

describe("the protocol of a run", () => {
  it("gives each network of a GAN the rate of its own schedule, as the learning rate shows", async () => {
    const { series } = await record({
      ...small,
      steps: 5,
      generatorOptimizer: { name: "adam", learningRate: 0.5, beta1: 0, beta2: 0.9 },
      discriminatorOptimizer: { name: "adam", learningRate: 0.25, beta1: 0, beta2: 0.9 },
      generatorSchedule: { name: "constant", warmupSteps: 2 },
      discriminatorSchedule: { name: "step", every: 2, factor: 0.5 },
    });
    expect(series("learning_rate/generator")).toEqual([0.25, 0.5, 0.5, 0.5, 0.5]);
    expect(series("learning_rate/discriminator")).toEqual([0.25, 0.25, 0.125, 0.125, 0.0625]);
  });

  it("moves plain SGD by the scheduled rate exactly", async () => {
    const plain = { workload: "temporal-order-rnn", steps: 1 } as const;
    const half = await record({ ...plain, schedule: { name: "constant", warmupSteps: 2 } });
    const full = await record(plain);
    expect(half.series("update_ratio/rnn")[0]).toBeCloseTo(full.series("update_ratio/rnn")[0]! / 2, 6);
  });

  it("ends a run early as finished, with its step, the reason, and a last picture", async () => {
    const { end, series, pictures } = await record({
      ...small,
      steps: 60,
      sampleEvery: 4,
      // No update can change anything.
      generatorOptimizer: { name: "sgd", learningRate: 1e-30 },
      discriminatorOptimizer: { name: "sgd", learningRate: 1e-30 },
      earlyStopping: { patience: 10, window: 1 },
    });
    expect(end).toMatchObject({ status: "finished", step: 11 });
    expect(end.message).toMatch(
      /^Stopped early at step 11: sample\/high_quality_share made no progress in 10/,
    );
    expect(series("loss/generator")).toHaveLength(11);
    expect([...pictures.keys()]).toEqual([1, 4, 8, 11]);
  });

  it("draws samples from the generator's average", async () => {
    const base = {
      ...small,
      steps: 2,
      sampleEvery: 1,
      generatorOptimizer: { name: "sgd", learningRate: 0.5 },
    } as const;
    const plain = await record(base);
    const averaged = await record({ ...base, emaDecay: 0.999 });
    // Training is the same; after one update the average is the weights, after two it lags behind them.
    expect(averaged.series("loss/generator")).toEqual(plain.series("loss/generator"));
    expect(averaged.pictures.get(1)).toEqual(plain.pictures.get(1));
    expect(averaged.pictures.get(2)).not.toEqual(plain.pictures.get(2));
  });
});
