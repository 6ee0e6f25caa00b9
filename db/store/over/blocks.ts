import type { Database } from "../../database";
import type { Bucket } from "../rollup/bucket";
import {
  addBuckets,
  type BucketColumns,
  columnsOf,
  joinedColumns,
  type Stretch,
} from "../rollup/bucket-columns";
import { readRollup } from "../rollup/read-rollup";
import type { StoredSeries } from "../series/series";

/**
 * The points of a series in step order, summed up by blocks of `steps` steps, a multiple of its rollup buckets': what is
 * called a bucket here is a block.
 */
export function blocksOf(
  db: Database,
  series: Pick<StoredSeries, "id" | "bucketSteps">,
  steps = series.bucketSteps,
): BucketColumns {
  const stretches = readRollup(db, series, 0, Number.MAX_SAFE_INTEGER);
  const each = steps / series.bucketSteps;
  return each === 1 ? joinedColumns(stretches, steps) : columnsOf(widened(stretches, each), steps);
}

/** Of `each` buckets one. */
function widened(stretches: readonly Stretch[], each: number): [number: number, bucket: Bucket][] {
  const blocks: [number, Bucket][] = [];
  for (const [columns, start, end] of stretches)
    for (let at = start; at < end; ) {
      const number = Math.floor((columns.number[at] as number) / each);
      const from = at;
      while (at < end && (columns.number[at] as number) < (number + 1) * each) at++;
      const last = blocks.at(-1);
      if (last?.[0] === number) addBuckets(last[1], columns, from, at);
      else blocks.push([number, addBuckets(undefined, columns, from, at)]);
    }
  return blocks;
}
