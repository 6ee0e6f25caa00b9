import { z } from "zod";

const Share = z.number().min(0).max(1);

export const AccuracyBalance = z
  .strictObject({
    discriminatorUpTo: Share.default(1).describe(
      "Skip discriminator updates while its accuracy is above this, e.g. .8; 1 never",
    ),
    generatorFrom: Share.default(0).describe(
      "Skip generator updates while the discriminator's accuracy is below this, e.g. .55; 0 never",
    ),
  })
  .refine(({ discriminatorUpTo, generatorFrom }) => generatorFrom <= discriminatorUpTo, {
    path: ["generatorFrom"],
    message:
      "generatorFrom lies above discriminatorUpTo: between the two neither network would ever be updated again",
  });
export type AccuracyBalance = z.infer<typeof AccuracyBalance>;

/** Why balanced updates cannot be had; undefined where they can, or are not asked for. */
export function balanceConflict({
  objective,
  accuracyBalance: { discriminatorUpTo, generatorFrom },
}: {
  objective: string;
  accuracyBalance: AccuracyBalance;
}): string | undefined {
  if (objective !== "wasserstein" || (discriminatorUpTo === 1 && generatorFrom === 0)) return undefined;
  return "accuracyBalance needs a discriminator's accuracy, and a Wasserstein critic, whose output has no zero, has none; choose another objective, or leave discriminatorUpTo at 1 and generatorFrom at 0";
}
