import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

/** Bytes before and behind the deflated ones in a gzip stream without options (RFC 1952): the CRC-32 is in the last 8. */
const headBytes = 10;
const tailBytes = 8;

/**
 * Chunks as raw deflate, and at their end the CRC-32 of what they held. By gzip, which has both: it works beside this
 * thread, and counts the checksum natively.
 */
export async function* pack(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, number> {
  const gzip = createGzip({ level: 1 });
  // What goes wrong in the chunks ends the loop below with the same error.
  pipeline(chunks, gzip).catch(() => {});
  let held = Buffer.alloc(0);
  let head = headBytes;
  for await (const part of gzip) {
    held = Buffer.concat([held, part]);
    const end = held.length - tailBytes;
    if (end <= head) continue;
    yield held.subarray(head, end);
    held = held.subarray(end);
    head = 0;
  }
  return held.readUInt32LE(held.length - tailBytes);
}
