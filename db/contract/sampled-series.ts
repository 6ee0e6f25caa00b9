import type { RunConfig } from "./run-config";

/** Whether a series has a point only where samples are drawn or held-out examples are judged. */
export const isSampled = (series: string): boolean => /^sample\/|held_out/.test(series);

/** Steps between two such points, 0 where there are none; undefined of a workload that has no such series. */
export const sampleEveryOf = (config: RunConfig): number | undefined =>
  "sampleEvery" in config ? config.sampleEvery : undefined;
