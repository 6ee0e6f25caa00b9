/** Steps that one rollup bucket covers at least (db/schema/series): multiples of it are read from rollups. */
const rollupSteps = 64;
/** The same of a compacted one. Wide buckets are rounded to it, which makes them at most a quarter wider. */
const compactedRollupSteps = 256;

/** Steps a bucket so that at most `width` buckets that line up over several series cover the range. */
export function alignedSteps(fromStep: number, toStep: number, width: number): number {
  const steps = Math.max(1, Math.ceil((toStep - fromStep + 1) / width));
  if (steps < rollupSteps) return steps;
  const unit = steps < 4 * compactedRollupSteps ? rollupSteps : compactedRollupSteps;
  return Math.ceil(steps / unit) * unit;
}
