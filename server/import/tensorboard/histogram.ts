import { WireReader } from "../protobuf/wire";
import { eachFixed } from "./tensor";

/** Counts of values between two edges each; rows (left, right, count) one after the other. */
export type Buckets = number[];

/** What is kept of a histogram: each is a series of its own, `<tag>/q50`. */
export const histogramQuantiles = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1] as const;

export const quantileName = (tag: string, quantile: number): string =>
  `${tag}/q${Math.round(100 * quantile)}`;

/**
 * A quantile of what the buckets count, as though the values of a bucket lay evenly between its edges. NaN where they
 * count nothing.
 */
export function bucketQuantile(buckets: Buckets, quantile: number): number {
  let total = 0;
  for (let at = 2; at < buckets.length; at += 3) total += buckets[at]!;
  if (!(total > 0)) return Number.NaN;
  const wanted = quantile * total;
  let seen = 0;
  let last = Number.NaN;
  for (let at = 0; at + 2 < buckets.length; at += 3) {
    const [left, right, count] = [buckets[at]!, buckets[at + 1]!, buckets[at + 2]!];
    if (count <= 0) continue;
    if (seen + count >= wanted) return left + ((right - left) * (wanted - seen)) / count;
    seen += count;
    last = right;
  }
  return last;
}

const reader = new WireReader();

/**
 * A HistogramProto (min = 1, max = 2, bucket_limit = 6, bucket = 7): bucket i counts the values between the limits i - 1
 * and i. The outermost edges are open, so the smallest and the largest value stand in for them.
 */
export function readOldHistogram(bytes: Buffer, from: number, to: number): Buckets {
  const limits: number[] = [];
  const counts: number[] = [];
  let min = Number.NEGATIVE_INFINITY;
  let max = Number.POSITIVE_INFINITY;
  reader.open(bytes, from, to);
  while (reader.next()) {
    if (reader.field === 1) min = reader.double();
    else if (reader.field === 2) max = reader.double();
    else if (reader.field === 6) eachFixed(reader, 8, (at) => limits.push(bytes.readDoubleLE(at)));
    else if (reader.field === 7) eachFixed(reader, 8, (at) => counts.push(bytes.readDoubleLE(at)));
  }
  return counts.flatMap((count, index) => [
    Math.min(max, Math.max(min, limits[index - 1] ?? min)),
    Math.max(min, Math.min(max, limits[index] ?? max)),
    count,
  ]);
}
