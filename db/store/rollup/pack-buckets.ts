import type { Bucket } from "./bucket";
import { type BucketColumns, bucketFields, type Column } from "./bucket-columns";

/** A bucket covers the steps [number * bucketSteps, (number + 1) * bucketSteps) of its series. */
export interface PlacedBucket {
  number: number;
  bucket: Bucket;
}

/** Numbers of buckets that a chunk covers: chunk c holds those of [c * span, (c + 1) * span) that there are. */
export const chunkSpan = 256;

const fields = ["number", ...bucketFields] as const;
type Field = (typeof fields)[number];

/** The count as 16 bits, a form for each field, and zeros: what follows begins at a multiple of 8. */
const headBytes = 16;

/** How a column is stored: as one number, which all have, or as numbers of so many bytes, which hold each exactly. */
const forms = { constant: 0, bytes: 1, words: 2, floats: 4, doubles: 8 } as const;
type Form = (typeof forms)[keyof typeof forms];

/**
 * Buckets of one chunk in the order of their numbers, as columns of which each is as narrow as its numbers allow and begins
 * at a multiple of 8 bytes. Steps are counted from where their bucket begins, numbers from where the chunk does: of a
 * series with a point at each step they are the same in every bucket, and take no room. `before`: buckets of the chunk that
 * come before them.
 */
export function packBuckets(
  buckets: readonly PlacedBucket[],
  chunk: number,
  bucketSteps: number,
  before?: BucketColumns,
): Buffer {
  const stored = before?.number.length ?? 0;
  const count = stored + buckets.length;
  const columns = fields.map((field) => {
    const column = new Float64Array(count);
    if (before) column.set(before[field].subarray(0, stored));
    for (let index = 0; index < buckets.length; index++) {
      const { number, bucket } = buckets[index] as PlacedBucket;
      const isStep = field === "firstStep" || field === "lastStep";
      const origin = isStep ? number * bucketSteps : 0;
      // As in every column of the store, zero has no sign.
      column[stored + index] = (field === "number" ? number : bucket[field]) - origin + 0;
    }
    if (field === "number")
      for (let at = 0; at < count; at++) column[at] = (column[at] as number) - chunk * chunkSpan;
    return column;
  });
  const columnForms = columns.map(narrowest);
  const lengths = columnForms.map((form) => bytesOf(form, count));
  const packed = Buffer.alloc(lengths.reduce((sum, length) => sum + length, headBytes));
  packed.writeUInt16LE(count);
  let at = headBytes;
  for (const [index, column] of columns.entries()) {
    const form = columnForms[index] as Form;
    packed[2 + index] = form;
    const { buffer } = as(form, column);
    packed.set(new Uint8Array(buffer), at);
    at += lengths[index] as number;
  }
  return packed;
}

/** What is stored is not a chunk of buckets. */
export class UnreadableBuckets extends Error {}

export function unpackBuckets(packed: Buffer, chunk: number, bucketSteps: number): BucketColumns {
  const bytes = packed.byteOffset % 8 === 0 ? packed : Uint8Array.from(packed);
  const count = packed.length < headBytes ? 0 : (bytes[0] as number) + 256 * (bytes[1] as number);
  const columns = { bucketSteps } as BucketColumns;
  let at = headBytes;
  for (let index = 0; index < fields.length; index++) {
    const form = bytes[2 + index] as Form;
    const length = bytesOf(form, count);
    if (count === 0 || !(at + length <= bytes.length))
      throw new UnreadableBuckets(`chunk ${chunk} of the rollup cannot be read`);
    const field = fields[index] as Field;
    const column = read(form, bytes, at, count);
    if (field === "number") columns.number = new Float64Array(column.subarray(0, count));
    else columns[field] = column;
    at += length;
  }
  const { number } = columns;
  const origin = chunk * chunkSpan;
  for (let index = 0; index < count; index++) number[index] = (number[index] as number) + origin;
  return columns;
}

/** Each form holds what those before it do. */
function narrowest(column: Float64Array): Form {
  const first = column[0] as number;
  let isConstant = true;
  let form: Form = forms.bytes;
  for (let index = 0; index < column.length; index++) {
    const number = column[index] as number;
    isConstant &&= Object.is(number, first);
    if (form === forms.bytes && number !== (number & 0xff)) form = forms.words;
    if (form === forms.words && number !== (number & 0xffff)) form = forms.floats;
    if (form === forms.floats && !Object.is(number, Math.fround(number))) form = forms.doubles;
    if (form === forms.doubles && !isConstant) return form;
  }
  return isConstant ? forms.constant : form;
}

const bytesOf = (form: Form, count: number): number =>
  form === forms.constant ? 8 : 8 * Math.ceil((form * count) / 8);

function as(form: Form, column: Float64Array) {
  if (form === forms.constant) return column.slice(0, 1);
  if (form === forms.bytes) return new Uint8Array(column);
  if (form === forms.words) return new Uint16Array(column);
  return form === forms.floats ? new Float32Array(column) : column;
}

function read(form: Form, { buffer, byteOffset }: Uint8Array, at: number, count: number): Column {
  const from = byteOffset + at;
  if (form === forms.constant) return constantColumn(new Float64Array(buffer, from, 1)[0] as number);
  if (form === forms.bytes) return new Uint8Array(buffer, from, count);
  if (form === forms.words) return new Uint16Array(buffer, from, count);
  if (form === forms.floats) return new Float32Array(buffer, from, count);
  return new Float64Array(buffer, from, count);
}

/** Columns of one number, of which a dense series has the same few in all of its chunks. */
const constants = new Map<number, Float64Array>();
const mostConstants = 64;

function constantColumn(number: number): Float64Array {
  let column = constants.get(number);
  if (!column) {
    if (constants.size === mostConstants) constants.clear();
    column = new Float64Array(chunkSpan).fill(number);
    constants.set(number, column);
  }
  return column;
}
