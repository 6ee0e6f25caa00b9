import { z } from "zod";
import { watchedMetric } from "./watched-metric";

export const EarlyStopping = z.strictObject({
  patience: z
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(0)
    .describe("End the run after so many steps without progress; 0 never does"),
  ...watchedMetric({ window: 50 }),
});
export type EarlyStopping = z.infer<typeof EarlyStopping>;
