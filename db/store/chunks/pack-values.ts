import { packPlanes, unpackPlanes } from "./planes";

/**
 * Values as planes of 4 bytes where each is exactly a 32-bit float, as all that tensors hold is, else of 8. Lossless, NaN
 * and the infinities included. The first byte says which.
 */
export function packValues(values: readonly number[]): Buffer {
  const isFloat = values.every((value) => Object.is(Math.fround(value), value));
  const numbers = isFloat ? Float32Array.from(values) : Float64Array.from(values);
  const width = numbers.BYTES_PER_ELEMENT;
  return Buffer.concat([Buffer.from([width]), packPlanes(new Uint8Array(numbers.buffer), width)]);
}

export function unpackValues(packed: Buffer, count: number): Float32Array | Float64Array {
  const width = packed[0] as number;
  const { bytes } = unpackPlanes(packed, 1, count, width);
  return width === 4 ? new Float32Array(bytes.buffer) : new Float64Array(bytes.buffer);
}
