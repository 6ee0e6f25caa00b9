import { firstAtLeast } from "../../contract/first-at-least";
import type { Database } from "../../database";
import { pointsOf } from "../points/points";
import { type StoredSeries, updateSummary } from "../series/series";
import { addStretch } from "./bucket";
import { coarsenRollup, isTooFine } from "./coarsen-rollup";
import { countBucket, withoutPoints } from "./count-buckets";
import { appendBuckets, type NumberedBucket, removeRollup } from "./write-rollup";

const bucketsAtOnce = 256;

/**
 * Makes the rollup and the summary of a series from its points again, in buckets of the size that `series` names: wider
 * where it turns out sparse. For use inside a transaction.
 */
export function rebuildRollup(db: Database, series: StoredSeries): StoredSeries {
  removeRollup(db, series.id);
  const rebuilt = withoutPoints(series);
  const waiting: NumberedBucket[] = [];
  for (const numbered of bucketsOf(db, series)) {
    countBucket(rebuilt, numbered.bucket);
    waiting.push(numbered);
    if (waiting.length === bucketsAtOnce) appendBuckets(db, series, waiting.splice(0));
  }
  appendBuckets(db, series, waiting);
  if (isTooFine(rebuilt)) coarsenRollup(db, rebuilt);
  updateSummary(db, rebuilt);
  return rebuilt;
}

/** The buckets that a series should have, by its points. */
export function* bucketsOf(
  db: Database,
  series: Pick<StoredSeries, "id" | "chunked" | "bucketSteps">,
): Generator<NumberedBucket> {
  let current: NumberedBucket | undefined;
  for (const [columns, start, end] of pointsOf(db, series).stretches(0, Number.MAX_SAFE_INTEGER))
    for (let at = start; at < end; ) {
      const number = Math.floor((columns.step[at] as number) / series.bucketSteps);
      const next = Math.min(end, firstAtLeast(columns.step, (number + 1) * series.bucketSteps));
      if (current?.number === number) addStretch(current.bucket, columns, at, next);
      else {
        if (current) yield current;
        current = { seriesId: series.id, number, bucket: addStretch(undefined, columns, at, next) };
      }
      at = next;
    }
  if (current) yield current;
}
