import { z } from "zod";

/** The first file of a backup: what the others are, so that one that is cut short or changed is known. */
export const manifestName = "manifest.json";
export const databaseName = "gradiometer.db";

export const Manifest = z.object({
  gradiometer: z.string(),
  createdAt: z.number(),
  runs: z.number().int().nonnegative(),
  database: z.object({ bytes: z.number().int().nonnegative(), sha256: z.string() }),
  /** Media, checkpoints and logs. */
  files: z.number().int().nonnegative(),
});
export type Manifest = z.infer<typeof Manifest>;
