import { describe, expect, it } from "vitest";
import { onBackend } from "../on-backend";
import { recordTraining } from "./record-training";

onBackend();

const small = { workload: "ring-gan", hidden: 8, sampleEvery: 0 } as const;

describe("the protocol of a run", () => {
  it("gives each network of a GAN the rate of its own schedule, as the learning rate shows", async () => {
    const { series } = await recordTraining({
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
    const half = await recordTraining({ ...plain, schedule: { name: "constant", warmupSteps: 2 } });
    const full = await recordTraining(plain);
    expect(half.series("update_ratio/rnn")[0]).toBeCloseTo(full.series("update_ratio/rnn")[0]! / 2, 6);
  });

  it("ends a run early as finished, with its step, the reason, and a last picture", async () => {
    const { end, series, pictures } = await recordTraining({
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
    const plain = await recordTraining(base);
    const averaged = await recordTraining({ ...base, emaDecay: 0.999 });
    // Training is the same; after one update the average is the weights, after two it lags behind them.
    expect(averaged.series("loss/generator")).toEqual(plain.series("loss/generator"));
    expect(averaged.pictures.get(1)).toEqual(plain.pictures.get(1));
    expect(averaged.pictures.get(2)).not.toEqual(plain.pictures.get(2));
  });

  it("enlarges the batch of a GAN and of a network with one loss, and records its size", async () => {
    const growth = { batchGrowth: { factor: 2, every: 2, largest: 64 } };
    const gan = await recordTraining({ ...small, batchSize: 16, steps: 6, ...growth });
    expect(gan.series("batch_size")).toEqual([16, 16, 32, 32, 64, 64]);
    expect(gan.end.status).toBe("finished");
    const rnn = await recordTraining({ workload: "temporal-order-rnn", batchSize: 4, steps: 4, ...growth });
    // Shares of 4 and then of 8 sequences.
    const eighths = rnn.series("accuracy").map((accuracy) => accuracy! * 8);
    for (const count of eighths) expect(Number.isInteger(count)).toBe(true);
    expect(rnn.series("batch_size")).toEqual([4, 4, 8, 8]);
  });

  it("lets the sequences of a recurrent net grow, so that its first steps have less to unroll", async () => {
    const config = { workload: "temporal-order-rnn", sequenceLength: 40, steps: 5 } as const;
    const whole = await recordTraining(config);
    const grown = await recordTraining({ ...config, curriculum: { steps: 4, start: 0.25 } });
    expect(grown.series("difficulty")).toEqual([0.25, 0.4375, 0.625, 0.8125, 1]);
    expect(grown.series("loss/rnn")[0]).not.toBe(whole.series("loss/rnn")[0]);
    expect(grown.end.status).toBe("finished");
  });

  it.each(["ring-gan", "grid-gan", "swiss-roll-gan"] as const)(
    "lets the noise of %s fall from wide modes to its own",
    async (workload) => {
      const config = {
        ...small,
        workload,
        steps: 3,
        objective: "wasserstein",
        discriminatorUpdates: 1,
      } as const;
      const whole = await recordTraining(config);
      const eased = await recordTraining({ ...config, curriculum: { steps: 2, start: 0.25 } });
      expect(eased.series("difficulty")).toEqual([0.25, 0.625, 1]);
      expect(eased.series("wasserstein_estimate")[0]).not.toBe(whole.series("wasserstein_estimate")[0]);
    },
  );

  it("standardizes what the discriminator sees, real and generated", async () => {
    const config = { ...small, radius: 50, sigma: 1, steps: 1, discriminatorUpdates: 1 } as const;
    const raw = await recordTraining(config);
    const standardized = await recordTraining({ ...config, standardize: true });
    // Coordinates of +-50 have a deviation of 35, by which the slope at the raw sample falls.
    const of = ({ series }: typeof raw) => series("input_gradient_norm/mean")[0]!;
    expect(of(raw) / of(standardized)).toBeGreaterThan(20);
    expect(of(raw) / of(standardized)).toBeLessThan(60);
  });

  it("draws MNIST's digits equally often where asked to", async () => {
    const config = { workload: "mnist-gan", steps: 1, batchSize: 4, channels: 2, sampleEvery: 0 } as const;
    const plain = await recordTraining(config);
    const balanced = await recordTraining({ ...config, classBalance: true });
    expect(balanced.series("loss/discriminator")).not.toEqual(plain.series("loss/discriminator"));
  });
});
