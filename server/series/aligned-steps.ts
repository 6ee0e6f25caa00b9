/** Steps that one rollup bucket covers at least (db/schema/series): multiples of it are read from rollups. */
const rollupSteps = 64;

/** Steps a bucket so that at most `width` buckets that line up over several series cover the range. */
export function alignedSteps(fromStep: number, toStep: number, width: number): number {
  const steps = Math.max(1, Math.ceil((toStep - fromStep + 1) / width));
  return steps < rollupSteps ? steps : Math.ceil(steps / rollupSteps) * rollupSteps;
}
