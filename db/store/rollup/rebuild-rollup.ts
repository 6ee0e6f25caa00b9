import type { Database } from "../../database";
import { pointsOf } from "../points/points";
import { type StoredSeries, updateSummary } from "../series/series";
import { addLater, bucketOf } from "./bucket";
import { coarsenRollup, isTooFine } from "./coarsen-rollup";
import { countBucket, withoutPoints } from "./count-buckets";
import { appendBuckets, type NumberedBucket, removeRollup } from "./write-rollup";

const pagePoints = 16_384;
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
  const points = pointsOf(db, series);
  let current: NumberedBucket | undefined;
  for (let from = 0; ; ) {
    const page = points.range(from, Number.MAX_SAFE_INTEGER, pagePoints);
    for (const point of page) {
      const number = Math.floor(point[0] / series.bucketSteps);
      if (current?.number === number) addLater(current.bucket, ...point);
      else {
        if (current) yield current;
        current = { seriesId: series.id, number, bucket: bucketOf(...point) };
      }
    }
    const last = page.at(-1);
    if (!last || page.length < pagePoints) break;
    from = last[0] + 1;
  }
  if (current) yield current;
}
