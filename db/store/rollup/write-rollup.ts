import type { Database } from "../../database";
import type { StoredSeries } from "../series/series";
import { type Bucket, type BucketRow, bucketColumns, fromBucketRow, toBucketRow } from "./bucket";
import { type BucketColumns, bucketAt } from "./bucket-columns";
import { type PlacedBucket, packBuckets, unpackBuckets } from "./pack-buckets";
import { chunkOf } from "./read-rollup";

type RolledUp = Pick<StoredSeries, "id" | "bucketSteps">;

/** Rows are packed by so many numbers: a series has few to be read one by one, and its last chunk is not written too often. */
const rowsSpan = 32;

/** The number from which on the buckets of a series are rows, by that of its last one. */
const firstRow = (lastNumber: number): number => rowsSpan * Math.floor(lastNumber / rowsSpan);

/** A bucket with its series. */
export interface NumberedBucket extends PlacedBucket {
  seriesId: number;
}

/** Stores buckets as rows, each in the place of the one that was there. */
export function writeRows(db: Database, buckets: readonly NumberedBucket[]): void {
  let from = 0;
  for (const tier of tiers)
    for (; buckets.length - from >= tier; from += tier) {
      const row: (number | string | null)[] = [];
      for (let index = from; index < from + tier; index++) {
        const { seriesId, number, bucket } = buckets[index] as NumberedBucket;
        row.push(seriesId, number, ...toBucketRow(bucket));
      }
      db.statement(writes[tier]).run(row);
    }
}

/** Rows a statement: the larger carries a commit of many series, the smaller what is left. */
const tiers = [32, 1] as const;

const writeOf = (count: number): string =>
  `INSERT OR REPLACE INTO rollup (series_id, bucket, ${bucketColumns})
   VALUES ${Array(count).fill("(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").join(", ")}`;

const writes = { 32: writeOf(32), 1: writeOf(1) };

/**
 * Takes in buckets that are complete, in step order and after all of a series but its last row, which the first may replace.
 * `lastNumber`: that of the last bucket which the series has now. Packs what is to be packed, and returns what is to be rows.
 */
export function packComplete(
  db: Database,
  series: RolledUp,
  complete: readonly NumberedBucket[],
  lastNumber: number,
): readonly NumberedBucket[] {
  const from = firstRow(lastNumber);
  const first = complete[0]?.number ?? Number.POSITIVE_INFINITY;
  if (first >= from && complete.length > 0) return complete;
  const rows = db.statement(takeRows).raw().all(series.id, from) as [number, ...BucketRow][];
  let end = 0;
  while (end < complete.length && (complete[end] as NumberedBucket).number < from) end++;
  const packed = rows
    .map(([number, ...row]): PlacedBucket => ({ number, bucket: fromBucketRow(row) }))
    .filter(({ number }) => number < first)
    .sort((a, b) => a.number - b.number)
    .concat(complete.slice(0, end));
  for (let at = 0; at < packed.length; ) {
    const chunk = chunkOf((packed[at] as PlacedBucket).number);
    const start = at;
    while (at < packed.length && chunkOf((packed[at] as PlacedBucket).number) === chunk) at++;
    storeChunk(db, series, chunk, packed.slice(start, at), readChunk(db, series, chunk));
  }
  return complete.slice(end);
}

/** Stores buckets in step order that lie after all of a series'. */
export function appendBuckets(db: Database, series: RolledUp, buckets: readonly NumberedBucket[]): void {
  const last = buckets.at(-1);
  if (last) writeRows(db, packComplete(db, series, buckets, last.number));
}

/** Packs the rows of all series that are to be packed: those of a version that stored all buckets as rows. */
export function packRollups(db: Database): void {
  const all = db
    .statement(
      `SELECT id, bucket_steps AS bucketSteps, (SELECT max(bucket) FROM rollup WHERE series_id = series.id) AS last
       FROM series WHERE count > 0`,
    )
    .all() as (RolledUp & { last: number | null })[];
  for (const { last, ...series } of all) if (last !== null) packComplete(db, series, [], last);
}

/** Puts a bucket in the place of the one that was stored under its number, if any was. */
export function replaceBucket(db: Database, series: RolledUp, number: number, bucket: Bucket): void {
  if (isPacked(db, series, number))
    changeChunk(db, series, chunkOf(number), (buckets) => void buckets.set(number, bucket));
  else writeRows(db, [{ seriesId: series.id, number, bucket }]);
}

/** Removes the buckets from a number on; `kept`: what stays of the first of them. The last one that is left is a row. */
export function cutRollup(
  db: Database,
  series: RolledUp,
  fromNumber: number,
  kept: Bucket | undefined,
): void {
  const { id: seriesId } = series;
  const chunk = chunkOf(fromNumber);
  db.statement("DELETE FROM rollup WHERE series_id = ? AND bucket >= ?").run(seriesId, fromNumber);
  db.statement("DELETE FROM rollup_chunk WHERE series_id = ? AND number > ?").run(seriesId, chunk);
  if (isPacked(db, series, fromNumber))
    changeChunk(db, series, chunk, (buckets) => {
      for (const number of buckets.keys()) if (number >= fromNumber) buckets.delete(number);
    });
  if (kept) writeRows(db, [{ seriesId, number: fromNumber, bucket: kept }]);
  else keepLastAsRow(db, series);
}

export function removeRollup(db: Database, seriesId: number): void {
  db.statement("DELETE FROM rollup WHERE series_id = ?").run(seriesId);
  db.statement("DELETE FROM rollup_chunk WHERE series_id = ?").run(seriesId);
}

/** What comes next is added to the last bucket, which has to be a row for that. */
function keepLastAsRow(db: Database, series: RolledUp): void {
  if (db.statement("SELECT 1 FROM rollup WHERE series_id = ? LIMIT 1").get(series.id)) return;
  const chunk = lastChunk(db, series.id);
  if (chunk === null) return;
  changeChunk(db, series, chunk, (buckets) => {
    const number = Math.max(...buckets.keys());
    writeRows(db, [{ seriesId: series.id, number, bucket: buckets.get(number) as Bucket }]);
    buckets.delete(number);
  });
}

/** Whether the place of a bucket is in a chunk: rows are those after all that are packed. */
function isPacked(db: Database, series: RolledUp, number: number): boolean {
  const last = lastChunk(db, series.id);
  if (last === null || chunkOf(number) > last) return false;
  return chunkOf(number) < last || number <= (readChunk(db, series, last)?.number.at(-1) as number);
}

const lastChunk = (db: Database, seriesId: number) =>
  db.statement("SELECT max(number) FROM rollup_chunk WHERE series_id = ?").pluck().get(seriesId) as
    | number
    | null;

/** Undefined where it is not there. */
function readChunk(db: Database, { id, bucketSteps }: RolledUp, chunk: number): BucketColumns | undefined {
  const data = db
    .statement("SELECT data FROM rollup_chunk WHERE series_id = ? AND number = ?")
    .pluck()
    .get(id, chunk) as Buffer | undefined;
  return data && unpackBuckets(data, chunk, bucketSteps);
}

/** `before`: what the chunk holds already, before the buckets. */
function storeChunk(
  db: Database,
  { id, bucketSteps }: RolledUp,
  chunk: number,
  buckets: readonly PlacedBucket[],
  before?: BucketColumns,
): void {
  const firstWallTime = before?.firstWallTime[0] ?? (buckets[0] as PlacedBucket).bucket.firstWallTime;
  db.statement(
    "INSERT OR REPLACE INTO rollup_chunk (series_id, number, first_wall_time, data) VALUES (?, ?, ?, ?)",
  ).run(id, chunk, firstWallTime, packBuckets(buckets, chunk, bucketSteps, before));
}

/** What a chunk holds becomes what `change` makes of it, by bucket numbers. */
function changeChunk(
  db: Database,
  series: RolledUp,
  chunk: number,
  change: (buckets: Map<number, Bucket>) => void,
): void {
  const columns = readChunk(db, series, chunk);
  const buckets = new Map<number, Bucket>();
  columns?.number.forEach((number, index) => {
    buckets.set(number, bucketAt(columns, index));
  });
  change(buckets);
  if (buckets.size === 0)
    db.statement("DELETE FROM rollup_chunk WHERE series_id = ? AND number = ?").run(series.id, chunk);
  else
    storeChunk(
      db,
      series,
      chunk,
      [...buckets].sort(([a], [b]) => a - b).map(([number, bucket]) => ({ number, bucket })),
    );
}

const takeRows = `DELETE FROM rollup WHERE series_id = ? AND bucket < ? RETURNING bucket, ${bucketColumns}`;
