import { alignedCopy, packPlanes, unpackPlanes } from "./planes";

/** Added to the width: the numbers follow as they are. */
const asTheyAre = 32;

/**
 * Values as planes of 4 bytes where each is exactly a 32-bit float, as all that tensors hold is, else of 8. Lossless, NaN
 * and the infinities included. The first byte says which.
 */
export function packValues(values: ArrayLike<number>): Buffer {
  const numbers = narrowest(values);
  const width = numbers.BYTES_PER_ELEMENT;
  return Buffer.concat([Buffer.from([width]), packPlanes(new Uint8Array(numbers.buffer), width)]);
}

/** The same without planes, as values are recorded. */
export function packLiveValues(values: readonly number[]): Buffer {
  const numbers = narrowest(values);
  const packed = Buffer.allocUnsafe(1 + numbers.byteLength);
  packed[0] = asTheyAre + numbers.BYTES_PER_ELEMENT;
  packed.set(new Uint8Array(numbers.buffer), 1);
  return packed;
}

/** `count`: as many as the axis has steps; live values know themselves how many they are. */
export function unpackValues(packed: Buffer, count: number): Float32Array | Float64Array {
  const form = packed[0] as number;
  const isLive = form >= asTheyAre;
  const width = isLive ? form - asTheyAre : form;
  const buffer = isLive
    ? alignedCopy(packed, 1, packed.length)
    : unpackPlanes(packed, 1, count, width).bytes.buffer;
  return width === 4 ? new Float32Array(buffer) : new Float64Array(buffer);
}

function narrowest(values: ArrayLike<number>): Float32Array | Float64Array {
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (!Object.is(Math.fround(value), value)) return new Float64Array(values);
  }
  return new Float32Array(values);
}
