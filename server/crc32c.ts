/** CRC-32C (Castagnoli, RFC 3720), reflected: the polynomial 0x1EDC6F41 with its bits in reverse order. */
const polynomial = 0x82f63b78;

/** Table k: what a byte adds that k more bytes follow. Four bytes a round make one look-up in each. */
const tables = Array.from({ length: 4 }, () => new Int32Array(256));
const [table0, table1, table2, table3] = tables as [Int32Array, Int32Array, Int32Array, Int32Array];
for (let byte = 0; byte < 256; byte++) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
  table0[byte] = crc;
}
for (let byte = 0; byte < 256; byte++)
  for (let k = 1; k < 4; k++) {
    const before = (tables[k - 1] as Int32Array)[byte] as number;
    (tables[k] as Int32Array)[byte] = (before >>> 8) ^ (table0[before & 0xff] as number);
  }

/** Of the bytes [from, to), as an unsigned 32-bit number. */
export function crc32c(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let crc = -1;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      table3[crc & 0xff]! ^ table2[(crc >>> 8) & 0xff]! ^ table1[(crc >>> 16) & 0xff]! ^ table0[crc >>> 24]!;
  }
  for (; at < to; at++) crc = (crc >>> 8) ^ table0[(crc ^ bytes[at]!) & 0xff]!;
  return ~crc >>> 0;
}

/**
 * As TFRecord stores it: rotated right by 15 bits, plus a constant, since the checksum of data that holds its own
 * checksum tells little (tensorflow/core/lib/hash/crc32c.h).
 */
export function maskedCrc32c(bytes: Uint8Array, from = 0, to = bytes.length): number {
  const crc = crc32c(bytes, from, to);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
