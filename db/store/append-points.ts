import type { Database } from "../connection";
import type { SeriesColumns } from "../contract/events";
import { addLater, type Bucket, bucketOf, larger, mergeLater, smaller } from "./bucket";
import { inStepOrder } from "./in-step-order";
import { insertPoints, type PointParameters, pushPoint } from "./insert-points";
import { coarsenRollup, readBucket, rebuildBucket, writeBucket } from "./rollups";
import { type StoredSeries, seriesForAppend, updateSummary } from "./series";

/** Points that came in, and how many of them took the place of another value for the same step. */
export interface AppendedPoints {
  points: number;
  replaced: number;
}

/** Stores the points of a batch with their rollups and summaries. */
export function appendPoints(
  db: Database,
  runId: string,
  series: Record<string, SeriesColumns>,
): AppendedPoints {
  const find = seriesForAppend(db, runId);
  const rows: PointParameters = [];
  let points = 0;
  let replaced = 0;
  for (const [name, columns] of Object.entries(series)) {
    if (columns.step.length === 0) continue;
    points += columns.step.length;
    const ordered = inStepOrder(columns);
    const stored = find(name);
    const before = stored.replaced;
    stored.replaced += columns.step.length - ordered.step.length;
    if (stored.lastStep === null || (ordered.step[0] as number) > stored.lastStep)
      extend(db, stored, ordered, rows);
    else amend(db, stored, ordered);
    coarsenRollup(db, stored);
    updateSummary(db, stored);
    replaced += stored.replaced - before;
  }
  // Over all series at once: a live batch has a few points each of many.
  insertPoints(db, rows);
  return { points, replaced };
}

/** Points after all of the series' own: the usual case. Only the last bucket can exist already. */
function extend(db: Database, series: StoredSeries, columns: SeriesColumns, rows: PointParameters): void {
  const { step, wallTimeMs, value } = columns;
  let current = -1;
  let bucket: Bucket | undefined;
  const finish = () => {
    if (!bucket) return;
    const before =
      series.lastStep !== null && Math.floor(series.lastStep / series.bucketSteps) === current
        ? readBucket(db, series.id, current)
        : undefined;
    addToSummary(series, bucket);
    if (before) {
      mergeLater(before, bucket);
      writeBucket(db, series.id, current, before);
    } else {
      series.buckets++;
      writeBucket(db, series.id, current, bucket);
    }
  };
  for (let index = 0; index < step.length; index++) {
    const at = step[index] as number;
    const wallTime = wallTimeMs[index] as number;
    const y = value[index] as number;
    const number = Math.floor(at / series.bucketSteps);
    if (bucket && number === current) addLater(bucket, at, wallTime, y);
    else {
      finish();
      current = number;
      bucket = bucketOf(at, wallTime, y);
    }
    pushPoint(rows, series.id, at, wallTime, y);
  }
  finish();
}

function addToSummary(series: StoredSeries, later: Bucket): void {
  series.count += later.count;
  series.nonFinite += later.nonFinite;
  series.min = smaller(series.min, later.min);
  series.max = larger(series.max, later.max);
  series.firstStep ??= later.firstStep;
  series.lastStep = later.lastStep;
  series.lastValue = later.lastValue;
}

/** Points at or before the series' last step: stored in their place, replacing what was there. */
function amend(db: Database, series: StoredSeries, columns: SeriesColumns): void {
  const rows: PointParameters = [];
  const numbers = new Set<number>();
  columns.step.forEach((at, index) => {
    numbers.add(Math.floor(at / series.bucketSteps));
    pushPoint(rows, series.id, at, columns.wallTimeMs[index] as number, columns.value[index] as number);
  });
  insertPoints(db, rows);
  const countBefore = series.count;
  let replacedMin = false;
  let replacedMax = false;
  for (const number of numbers) {
    const before = readBucket(db, series.id, number);
    const after = rebuildBucket(db, series, number);
    if (!before) series.buckets++;
    series.count += (after?.count ?? 0) - (before?.count ?? 0);
    series.nonFinite += (after?.nonFinite ?? 0) - (before?.nonFinite ?? 0);
    replacedMin ||= before !== undefined && before.min === series.min && before.min !== after?.min;
    replacedMax ||= before !== undefined && before.max === series.max && before.max !== after?.max;
    series.min = smaller(series.min, after?.min ?? Number.NaN);
    series.max = larger(series.max, after?.max ?? Number.NaN);
  }
  series.replaced += columns.step.length - (series.count - countBefore);
  // An extreme that was overwritten may live on elsewhere: only then look at all buckets.
  if (replacedMin || replacedMax) {
    const bounds = db
      .statement("SELECT min(min) AS min, max(max) AS max FROM rollup WHERE series_id = ?")
      .get(series.id) as { min: number | null; max: number | null };
    series.min = bounds.min ?? Number.NaN;
    series.max = bounds.max ?? Number.NaN;
  }
  const first = columns.step[0] as number;
  const lastIndex = columns.step.length - 1;
  const last = columns.step[lastIndex] as number;
  if (series.firstStep === null || first < series.firstStep) series.firstStep = first;
  if (series.lastStep === null || last >= series.lastStep) {
    series.lastStep = last;
    series.lastValue = columns.value[lastIndex] as number;
  }
}
