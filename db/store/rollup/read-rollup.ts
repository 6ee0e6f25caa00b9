import { firstAtLeast } from "../../contract/first-at-least";
import type { Database } from "../../database";
import type { StoredSeries } from "../series/series";
import { type Bucket, type BucketRow, bucketColumns, fromBucketRow } from "./bucket";
import { addBuckets, bucketAt, columnsOf, type Stretch } from "./bucket-columns";
import { chunkSpan, unpackBuckets } from "./pack-buckets";

type RolledUp = Pick<StoredSeries, "id" | "bucketSteps">;

/** The buckets of a range of numbers, both ends included, in step order: those in chunks, and the last ones, which are rows. */
export function readRollup(db: Database, { id, bucketSteps }: RolledUp, from: number, to: number): Stretch[] {
  const chunks = db.statement(chunksQuery).raw().all(id, chunkOf(from), chunkOf(to)) as [number, Buffer][];
  const rows = db.statement(rowsQuery).raw().all(id, from, to) as [number, ...BucketRow][];
  const stretches: Stretch[] = [];
  for (const [chunk, data] of chunks) {
    const columns = unpackBuckets(data, chunk, bucketSteps);
    const start = firstAtLeast(columns.number, from);
    const end = firstAtLeast(columns.number, to + 1);
    if (start < end) stretches.push([columns, start, end]);
  }
  const last = rows.map(([number, ...row]) => [number, fromBucketRow(row)] as const);
  if (last.length > 0) stretches.push([columnsOf(last, bucketSteps), 0, last.length]);
  return stretches;
}

export function readBucket(db: Database, series: RolledUp, number: number): Bucket | undefined {
  const [stretch] = readRollup(db, series, number, number);
  return stretch && bucketAt(stretch[0], stretch[1]);
}

/** All buckets of a series, one after the other. */
export function* eachBucket(db: Database, series: RolledUp): Generator<[number: number, bucket: Bucket]> {
  for (const [columns, start, end] of readRollup(db, series, 0, Number.MAX_SAFE_INTEGER))
    for (let at = start; at < end; at++) yield [columns.number[at] as number, bucketAt(columns, at)];
}

/** The last bucket whose number is below one. */
export function bucketBefore(
  db: Database,
  { id, bucketSteps }: RolledUp,
  number: number,
): Bucket | undefined {
  const row = db.statement(rowBeforeQuery).raw().get(id, number) as BucketRow | undefined;
  if (row) return fromBucketRow(row);
  for (let most = chunkOf(number - 1); ; ) {
    const found = db.statement(chunkBeforeQuery).raw().get(id, most) as [number, Buffer] | undefined;
    if (!found) return undefined;
    const [chunk, data] = found;
    const columns = unpackBuckets(data, chunk, bucketSteps);
    const end = firstAtLeast(columns.number, number);
    if (end > 0) return bucketAt(columns, end - 1);
    most = chunk - 1;
  }
}

/** Sums of a series' rollup over ranges of bucket numbers, read once. */
export interface RollupSums {
  /** The buckets from one number to another, both included, into one; undefined where there is none. */
  summarize(from: number, to: number): Bucket | undefined;
}

/** Of the buckets of a range; summaries are to be asked for in step order. */
export function rollupSums(db: Database, series: RolledUp, from: number, to: number): RollupSums {
  let stretches: Stretch[] | undefined;
  let next = 0;
  /** Buckets of the next stretch that are behind. */
  let behind = 0;
  return {
    summarize(low, high) {
      stretches ??= readRollup(db, series, from, to);
      let bucket: Bucket | undefined;
      for (; next < stretches.length; next++, behind = 0) {
        const [columns, start, end] = stretches[next] as Stretch;
        const { number } = columns;
        let first = Math.max(start, behind);
        while (first < end && (number[first] as number) < low) first++;
        behind = first;
        while (behind < end && (number[behind] as number) <= high) behind++;
        if (first < behind) bucket = addBuckets(bucket, columns, first, behind);
        if (behind < end) break;
      }
      return bucket;
    },
  };
}

export const chunkOf = (number: number): number => Math.floor(number / chunkSpan);

const chunksQuery =
  "SELECT number, data FROM rollup_chunk WHERE series_id = ? AND number BETWEEN ? AND ? ORDER BY number";
const chunkBeforeQuery =
  "SELECT number, data FROM rollup_chunk WHERE series_id = ? AND number <= ? ORDER BY number DESC LIMIT 1";
const rowsQuery = `SELECT bucket, ${bucketColumns} FROM rollup WHERE series_id = ? AND bucket BETWEEN ? AND ? ORDER BY bucket`;
const rowBeforeQuery = `SELECT ${bucketColumns} FROM rollup WHERE series_id = ? AND bucket < ? ORDER BY bucket DESC LIMIT 1`;
