import { z } from "zod";
import { AccuracyBalance, balanceConflict } from "./accuracy-balance";
import { BatchGrowth } from "./batch-growth";
import { adam, count, sampleEvery } from "./every-run";
import { schedule } from "./schedule";

export const ganObjectives = ["non-saturating", "minimax", "least-squares", "hinge", "wasserstein"] as const;

/** What the config of every GAN holds; the defaults are the workload's own. */
export function everyGan(defaults: {
  objective: (typeof ganObjectives)[number];
  /** Learning rate, beta1 and beta2 of both networks' Adam. */
  adam: [number, number, number];
  discriminatorUpdates: number;
  emaDecay?: number;
  sampleEvery?: number;
}) {
  return {
    objective: z
      .enum(ganObjectives)
      .default(defaults.objective)
      .describe(
        "Wasserstein: a critic's loss; the others train a discriminator to tell real from generated samples",
      ),
    generatorOptimizer: adam(...defaults.adam).describe("Optimizer of the generator"),
    discriminatorOptimizer: adam(...defaults.adam).describe("Optimizer of the discriminator or critic"),
    generatorSchedule: schedule("generator"),
    discriminatorSchedule: schedule("discriminator or critic"),
    discriminatorUpdates: count(100)
      .default(defaults.discriminatorUpdates)
      .describe("Discriminator updates a step"),
    generatorUpdates: count(100).default(1).describe("Generator updates a step"),
    accuracyBalance: AccuracyBalance.prefault({}),
    batchGrowth: BatchGrowth.prefault({}),
    standardize: z
      .boolean()
      .default(false)
      .describe(
        "Show the discriminator every sample standardized by the mean and deviation of the real ones",
      ),
    emaDecay: z
      .number()
      .min(0)
      .lt(1)
      .default(defaults.emaDecay ?? 0)
      .describe("Draw samples from a moving average of the generator's weights with this decay, e.g. .999"),
    sampleEvery: sampleEvery(defaults.sampleEvery ?? 25),
  };
}

/** What no field of a GAN's config can tell alone. */
export function checkGan(config: Parameters<typeof balanceConflict>[0], issues: z.RefinementCtx): void {
  const message = balanceConflict(config);
  if (message) issues.addIssue({ code: "custom", path: ["accuracyBalance"], message });
}
