import type { Database } from "../../connection";
import type { Bucket } from "../bucket";
import { addBuckets, type BucketColumns } from "../rollup/bucket-columns";
import { readRollup } from "../rollup/read-rollup";
import type { StoredSeries } from "../series";

/** The points of a stretch of steps, [number * steps, (number + 1) * steps), summed up. */
export interface Block {
  number: number;
  steps: number;
  bucket: Bucket;
  /** Wall times between which its points lie; NaN where the clock went back within a rollup bucket, which does not say how far. */
  earliest: number;
  latest: number;
}

/** Blocks of `steps` steps, a multiple of the series' own rollup buckets, that overlap a range of steps; in step order. */
export function blocksOf(
  db: Database,
  series: Pick<StoredSeries, "id" | "bucketSteps">,
  steps: number,
  fromStep: number,
  toStep: number,
): Block[] {
  const { bucketSteps } = series;
  const each = steps / bucketSteps;
  const blocks: Block[] = [];
  let block: Block | undefined;
  for (const [columns, start, end] of readRollup(
    db,
    series,
    Math.floor(fromStep / bucketSteps),
    Math.floor(toStep / bucketSteps),
  ))
    for (let at = start; at < end; ) {
      const number = Math.floor((columns.number[at] as number) / each);
      const from = at;
      while (at < end && (columns.number[at] as number) < (number + 1) * each) at++;
      if (block?.number === number) {
        addBuckets(block.bucket, columns, from, at);
      } else {
        const bucket = addBuckets(undefined, columns, from, at);
        block = {
          number,
          steps,
          bucket,
          earliest: Number.POSITIVE_INFINITY,
          latest: Number.NEGATIVE_INFINITY,
        };
        blocks.push(block);
      }
      widen(block, columns, from, at);
    }
  return blocks;
}

/** NaN, once there is one, stays. */
function widen(block: Block, { firstWallTime, lastWallTime }: BucketColumns, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    const first = firstWallTime[at] as number;
    const last = lastWallTime[at] as number;
    block.earliest = Math.min(block.earliest, last < first ? Number.NaN : first);
    block.latest = Math.max(block.latest, last < first ? Number.NaN : last);
  }
}
