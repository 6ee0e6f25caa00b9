import { alignedCopy, packPlanes, unpackPlanes } from "./planes";

/** Steps and wall times of a stretch of points, in step order. */
export interface Axis {
  step: ArrayLike<number>;
  wallTimeMs: ArrayLike<number>;
}

/**
 * Layout: count (32 bits), then steps and wall times as columns. A column is a byte for its form, the scale as a power of
 * two, its first number (64-bit float), and its numbers as they are, or planes: of the differences between neighbours, in units of the scale, where
 * these are exact in 32 bits; else of the numbers themselves. Lossless: a time of 1.7e12 ms has twelve binary places at most,
 * so in units of 2^-12 ms it is a whole number below 2^53.
 */
export function packAxis({ step, wallTimeMs }: Axis): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(step.length);
  return Buffer.concat([count, packColumn(step), packColumn(wallTimeMs)]);
}

/** The same of an axis that still grows: its numbers as they are, which takes no time. */
export function packOpenAxis({ step, wallTimeMs }: Axis): Buffer {
  const { length } = step;
  const packed = Buffer.alloc(4 + 2 * (headBytes + 8 * length));
  packed.writeUInt32LE(length);
  let at = 4;
  for (const column of [step, wallTimeMs]) {
    packed[at] = asTheyAre;
    packed.set(new Uint8Array(new Float64Array(column).buffer), at + headBytes);
    at += headBytes + 8 * length;
  }
  return packed;
}

/** The same of an axis that is complete, as it was recorded: nothing is deflated, so that it is read in no time. */
export function packLiveAxis({ step, wallTimeMs }: Axis): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(step.length);
  return Buffer.concat([count, packNarrow(step), packNarrow(wallTimeMs)]);
}

/** Whether an axis still grows: chunks then have fewer values than it has steps, which are its first. */
export const isOpenAxis = (packed: Buffer): boolean => packed[4] === asTheyAre;

export function unpackAxis(packed: Buffer): { step: Float64Array; wallTimeMs: Float64Array } {
  const count = packed.readUInt32LE();
  const step = unpackColumn(packed, 4, count);
  return { step: step.column, wallTimeMs: unpackColumn(packed, step.end, count).column };
}

const asDifferences = 1;
const asNumbers = 0;
const asTheyAre = 2;
/** Added to the width of the differences. */
const narrow = 16;
const largestScale = 12;
const headBytes = 10;

function packColumn(column: ArrayLike<number>): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeDoubleLE(column[0] as number, 2);
  const scale = scaleOf(column);
  const differences = scale === undefined ? undefined : differencesOf(column, 2 ** scale);
  head[0] = differences ? asDifferences : asNumbers;
  head[1] = differences ? (scale as number) : 0;
  const numbers = differences ?? new Float64Array(column);
  return Buffer.concat([head, packPlanes(new Uint8Array(numbers.buffer), numbers.BYTES_PER_ELEMENT)]);
}

/** Differences above the smallest one, in as few bytes as they need; where they are not exact, as `packColumn` does. */
function packNarrow(column: ArrayLike<number>): Buffer {
  const scale = scaleOf(column);
  const differences = scale === undefined ? undefined : differencesOf(column, 2 ** scale);
  if (!differences || differences.length < 2) return packColumn(column);
  const above = differences.subarray(1);
  const least = above.reduce((a, b) => Math.min(a, b));
  const most = above.reduce((a, b) => Math.max(a, b)) - least;
  const width = most === 0 ? 0 : most < 2 ** 8 ? 1 : most < 2 ** 16 ? 2 : 4;
  const packed = Buffer.alloc(headBytes + 4 + width * above.length);
  packed[0] = narrow + width;
  packed[1] = scale as number;
  packed.writeDoubleLE(column[0] as number, 2);
  packed.writeInt32LE(least, headBytes);
  if (width > 0)
    for (let index = 0, at = headBytes + 4; index < above.length; index++, at += width)
      packed.writeUIntLE((above[index] as number) - least, at, width);
  return packed;
}

function unpackNarrow(packed: Buffer, from: number, count: number): { column: Float64Array; end: number } {
  const width = (packed[from] as number) - narrow;
  const factor = 2 ** (packed[from + 1] as number);
  const least = packed.readInt32LE(from + headBytes);
  const column = new Float64Array(count);
  let scaled = packed.readDoubleLE(from + 2) * factor;
  column[0] = scaled / factor;
  let at = from + headBytes + 4;
  for (let index = 1; index < count; index++, at += width) {
    // Steps and times at an even pace, or nearly so, are the usual ones.
    if (width === 0) scaled += least;
    else scaled += least + (width === 1 ? (packed[at] as number) : packed.readUIntLE(at, width));
    column[index] = scaled / factor;
  }
  return { column, end: at };
}

/** The fewest binary places with which every number is whole and exact; undefined where more would be needed. */
function scaleOf(column: ArrayLike<number>): number | undefined {
  let scale = 0;
  for (let index = 0; index < column.length; index++) {
    const number = column[index] as number;
    while (!Number.isSafeInteger(number * 2 ** scale)) if (++scale > largestScale) return undefined;
  }
  // The first ones were looked at on a smaller scale, on which a later one may be too large.
  for (let index = 0; index < column.length; index++)
    if (!Number.isSafeInteger((column[index] as number) * 2 ** scale)) return undefined;
  return scale;
}

function differencesOf(column: ArrayLike<number>, factor: number): Int32Array | undefined {
  const differences = new Int32Array(column.length);
  for (let index = 1; index < column.length; index++) {
    const difference = (column[index] as number) * factor - (column[index - 1] as number) * factor;
    if (difference !== (difference | 0)) return undefined;
    differences[index] = difference;
  }
  return differences;
}

function unpackColumn(packed: Buffer, from: number, count: number): { column: Float64Array; end: number } {
  const form = packed[from];
  if (form === asTheyAre) {
    const end = from + headBytes + 8 * count;
    return { column: new Float64Array(alignedCopy(packed, from + headBytes, end)), end };
  }
  if (form !== undefined && form >= narrow) return unpackNarrow(packed, from, count);
  const factor = 2 ** (packed[from + 1] as number);
  const { bytes, end } = unpackPlanes(packed, from + headBytes, count, form === asDifferences ? 4 : 8);
  if (form === asNumbers) return { column: new Float64Array(bytes.buffer), end };
  const differences = new Int32Array(bytes.buffer);
  const column = new Float64Array(count);
  let scaled = packed.readDoubleLE(from + 2) * factor;
  for (let index = 0; index < count; index++) {
    scaled += differences[index] as number;
    column[index] = scaled / factor;
  }
  return { column, end };
}
