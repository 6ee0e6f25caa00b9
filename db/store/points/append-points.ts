import type { SeriesColumns } from "../../contract/events";
import type { Database } from "../../database";
import { addStretch, larger, smaller } from "../rollup/bucket";
import { coarsenRollup, isTooFine } from "../rollup/coarsen-rollup";
import { eachBucket, readBucket } from "../rollup/read-rollup";
import { packComplete, replaceBucket } from "../rollup/write-rollup";
import type { StoredSeries } from "../series/series";
import type { LedgerSeries, SeriesLedger } from "../series/series-ledger";
import { amendChunks } from "./change-chunks";
import { inStepOrder } from "./in-step-order";
import { forgetAxes } from "./open-axis";
import { extendChunks, readOpenChunk } from "./open-chunk";
import { pointsOf } from "./points";

/** Points that came in, and how many of them took the place of another value for the same step. */
export interface AppendedPoints {
  points: number;
  replaced: number;
}

/** Stores the points of a batch with their rollups and summaries, as the ledger is flushed. */
export function appendPoints(
  db: Database,
  ledger: SeriesLedger,
  runId: string,
  series: Record<string, SeriesColumns>,
): AppendedPoints {
  let points = 0;
  let replaced = 0;
  for (const name of Object.keys(series)) {
    const columns = series[name] as SeriesColumns;
    if (columns.step.length === 0) continue;
    points += columns.step.length;
    replaced += appendToSeries(db, ledger, ledger.find(runId, name), columns);
  }
  return { points, replaced };
}

/** Points of one series, at least one; returns how many took the place of another. */
export function appendToSeries(
  db: Database,
  ledger: SeriesLedger,
  series: LedgerSeries,
  columns: SeriesColumns,
): number {
  const ordered = inStepOrder(columns);
  const before = series.replaced;
  series.replaced += columns.step.length - ordered.step.length;
  if (series.lastStep === null || (ordered.step[0] as number) > series.lastStep)
    extend(db, ledger, series, ordered);
  else {
    ledger.flush();
    amend(db, series, ordered);
    series.tail = undefined;
    series.open = undefined;
  }
  ledger.touch(series);
  if (isTooFine(series)) {
    ledger.flush();
    coarsenRollup(db, series);
    series.tail = undefined;
    ledger.touch(series);
  }
  return series.replaced - before;
}

/** Points after all of the series' own: the usual case. Only the last bucket can exist already. */
function extend(db: Database, ledger: SeriesLedger, series: LedgerSeries, columns: SeriesColumns): void {
  const { step, value } = columns;
  const { id, bucketSteps, run } = series;
  let tail = series.tail ?? readTail(db, series);
  for (let from = 0; from < step.length; ) {
    const number = Math.floor((step[from] as number) / bucketSteps);
    const end = (number + 1) * bucketSteps;
    let to = from + 1;
    while (to < step.length && (step[to] as number) < end) to++;
    const isTail = tail?.number === number;
    if (tail && !isTail) ledger.complete(series, { seriesId: id, ...tail });
    const before = isTail ? (tail?.bucket.nonFinite ?? 0) : 0;
    const bucket = addStretch(isTail ? tail?.bucket : undefined, columns, from, to);
    if (!isTail) series.buckets++;
    tail = { number, bucket };
    series.min = smaller(series.min, bucket.min);
    series.max = larger(series.max, bucket.max);
    series.nonFinite += bucket.nonFinite - before;
    from = to;
  }
  series.tail = tail;
  series.open ??= series.count > 0 ? readOpenChunk(db, run.axes, id) : undefined;
  for (const chunk of extendChunks(run.axes, id, series.open, columns)) {
    ledger.changed(run, chunk);
    series.open = chunk;
  }
  series.count += step.length;
  series.firstStep ??= step[0] as number;
  series.lastStep = step.at(-1) as number;
  series.lastValue = value.at(-1) as number;
}

function readTail(db: Database, { id, bucketSteps, lastStep }: StoredSeries): LedgerSeries["tail"] {
  if (lastStep === null) return undefined;
  const number = Math.floor(lastStep / bucketSteps);
  const bucket = readBucket(db, { id, bucketSteps }, number);
  return bucket && { number, bucket };
}

/** Points at or before the series' last step: stored in their place, replacing what was there. */
function amend(db: Database, series: LedgerSeries, columns: SeriesColumns): void {
  const { axes, id: runId } = series.run;
  forgetAxes(axes, amendChunks(db, runId, series.id, columns));
  const numbers = new Set(columns.step.map((at) => Math.floor(at / series.bucketSteps)));
  const points = pointsOf(db, series);
  const countBefore = series.count;
  let replacedMin = false;
  let replacedMax = false;
  for (const number of numbers) {
    const before = readBucket(db, series, number);
    const after = points.summarize(number * series.bucketSteps, (number + 1) * series.bucketSteps - 1);
    if (after) replaceBucket(db, series, number, after);
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
    series.min = Number.NaN;
    series.max = Number.NaN;
    for (const [, { min, max }] of eachBucket(db, series)) {
      series.min = smaller(series.min, min);
      series.max = larger(series.max, max);
    }
  }
  const first = columns.step[0] as number;
  const lastIndex = columns.step.length - 1;
  const last = columns.step[lastIndex] as number;
  if (series.firstStep === null || first < series.firstStep) series.firstStep = first;
  if (series.lastStep === null || last >= series.lastStep) {
    series.lastStep = last;
    series.lastValue = columns.value[lastIndex] as number;
  }
  packComplete(db, series, [], Math.floor(series.lastStep / series.bucketSteps));
}
