import { finestBucketSteps } from "../../db/store/series/series";

/** Narrower buckets are as narrow as they can be; wider ones are rounded, so that they stand still while runs grow. */
const grainSteps = 64;

/** Steps a bucket so that at most `width` buckets that line up over several series cover the range; at most twice the fewest. */
export function alignedSteps(fromStep: number, toStep: number, width: number): number {
  const steps = Math.max(1, Math.ceil((toStep - fromStep + 1) / width));
  if (steps < grainSteps) return steps;
  const unit = 2 * steps < finestBucketSteps ? grainSteps : finestBucketSteps;
  return Math.ceil(steps / unit) * unit;
}
