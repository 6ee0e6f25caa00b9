import { maskedCrc32c } from "../crc32c";

/**
 * One record of a TFRecord file: its length as a 64-bit number, a checksum of that, its bytes, a checksum of those; all
 * little-endian.
 */
export function record(bytes: Uint8Array): Buffer {
  const framed = Buffer.alloc(bytes.length + 16);
  framed.writeBigUInt64LE(BigInt(bytes.length), 0);
  framed.writeUInt32LE(maskedCrc32c(framed.subarray(0, 8)), 8);
  framed.set(bytes, 12);
  framed.writeUInt32LE(maskedCrc32c(bytes), 12 + bytes.length);
  return framed;
}
