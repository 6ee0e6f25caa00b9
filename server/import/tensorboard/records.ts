import { closeSync, openSync } from "node:fs";
import { maskedCrc32c } from "../../crc32c";
import { readInto } from "../read-at";

const chunkBytes = 2 ** 20;
/** Of one record: larger ones are the wreck of a length, or a graph that no one needs. */
const mostBytes = 2 ** 28;
/** Length (8 bytes), its checksum (4), the data, their checksum (4). */
const frameBytes = 16;

/** Why reading stopped: at the end, before a record that is not whole yet, or at one that is damaged. */
export type RecordEnd = { at: number; why: "end" | "partial" } | { at: number; why: "damaged"; what: string };

/** Records that lie in one chunk, called with their place in `bytes`. */
export type OnRecord = (bytes: Buffer, from: number, to: number) => void;

/**
 * Reads the TFRecords of a file from an offset on, each checked against both its checksums, and yields the offset behind
 * the last one of each chunk. Returns where and why it stopped.
 */
export function* readRecords(file: string, offset: number, onRecord: OnRecord): Generator<number, RecordEnd> {
  const descriptor = openSync(file, "r");
  try {
    let buffer = Buffer.allocUnsafe(chunkBytes);
    let at = offset;
    for (;;) {
      const length = readInto(descriptor, buffer, 0, at);
      const { used, needs, what } = takeChunk(buffer, length, onRecord);
      at += used;
      if (used > 0) yield at;
      if (what !== undefined) return { at, why: "damaged", what };
      if (length < buffer.length) return { at, why: used === length ? "end" : "partial" };
      if (needs > buffer.length) buffer = Buffer.allocUnsafe(needs);
    }
  } finally {
    closeSync(descriptor);
  }
}

interface UsedChunk {
  /** Bytes of whole records. */
  used: number;
  /** Bytes of the record that did not fit. */
  needs: number;
  /** What is wrong with the record there. */
  what?: string;
}

function takeChunk(bytes: Buffer, length: number, onRecord: OnRecord): UsedChunk {
  let at = 0;
  while (at + 12 <= length) {
    if (bytes.readUInt32LE(at + 8) !== maskedCrc32c(bytes, at, at + 8))
      return { used: at, needs: 0, what: "the checksum of its length does not match" };
    const size = bytes.readUInt32LE(at) + 2 ** 32 * bytes.readUInt32LE(at + 4);
    if (size > mostBytes)
      return {
        used: at,
        needs: 0,
        what: `it claims ${size} bytes, more than the ${mostBytes} that are read`,
      };
    const next = at + frameBytes + size;
    if (next > length) return { used: at, needs: frameBytes + size };
    const from = at + 12;
    if (bytes.readUInt32LE(from + size) !== maskedCrc32c(bytes, from, from + size))
      return { used: at, needs: 0, what: "the checksum of its data does not match" };
    onRecord(bytes, from, from + size);
    at = next;
  }
  return { used: at, needs: frameBytes };
}
