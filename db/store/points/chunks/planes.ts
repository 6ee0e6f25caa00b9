import { deflateRawSync, inflateRawSync } from "node:zlib";

/**
 * Numbers of `width` bytes as planes: first the lowest byte of each, then the next. The high bytes of neighbours are alike
 * and deflate to little; the low ones of measured values are noise and stay as they are, which costs no time to read. Each
 * plane is preceded by its length as 16 bits, 0 for one that is not deflated.
 */
export function packPlanes(bytes: Uint8Array, width: number): Buffer {
  const count = bytes.length / width;
  const parts: Uint8Array[] = [];
  for (let byte = 0; byte < width; byte++) {
    const plane = new Uint8Array(count);
    for (let index = 0; index < count; index++) plane[index] = bytes[index * width + byte] as number;
    const deflated = deflateRawSync(plane);
    const isSmaller = deflated.length < count;
    const length = Buffer.alloc(2);
    if (isSmaller) length.writeUInt16LE(deflated.length);
    parts.push(length, isSmaller ? deflated : plane);
  }
  return Buffer.concat(parts);
}

/** The bytes of `count` numbers again, and where their planes ended. */
export function unpackPlanes(
  packed: Buffer,
  from: number,
  count: number,
  width: number,
): { bytes: Uint8Array<ArrayBuffer>; end: number } {
  const bytes = new Uint8Array(count * width);
  let at = from;
  for (let byte = 0; byte < width; byte++) {
    const length = packed.readUInt16LE(at);
    at += 2;
    const stored = packed.subarray(at, at + (length || count));
    at += stored.length;
    const plane = length === 0 ? stored : inflateRawSync(stored);
    if (plane.length !== count) throw new Error(`Expected a plane of ${count} bytes, got ${plane.length}`);
    for (let index = 0; index < count; index++) bytes[index * width + byte] = plane[index] as number;
  }
  return { bytes, end: at };
}

/** Bytes in a buffer of their own, in which numbers are aligned. */
export const alignedCopy = ({ buffer, byteOffset }: Buffer, from: number, to: number): ArrayBuffer =>
  (buffer as ArrayBuffer).slice(byteOffset + from, byteOffset + to);
