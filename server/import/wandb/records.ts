import { closeSync, openSync } from "node:fs";
import { readInto } from "../read-at";
import type { OnRecord, RecordEnd } from "../tensorboard/records";
import { crc32 } from "./crc32";

/**
 * The log of LevelDB (doc/log_format.md) as W&B writes it: blocks of 32 KiB, in which a record is one fragment or a first,
 * middle ones and a last. A fragment: checksum of type and data (4 bytes), length (2), type (1), data. The first block
 * begins with W&B's own seven bytes.
 */
const blockBytes = 2 ** 15;
const headerBytes = 7;
const whole = 1;
const first = 2;
const last = 4;

const ident = Buffer.from([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0x00]);
export const isWandbLog = (head: Buffer): boolean => head.subarray(0, ident.length).equals(ident);

/**
 * Reads the records of a file from an offset on, which is 0 or was yielded before, and yields the offset behind the last
 * record of each block. Returns where and why it stopped.
 */
export function* readLogRecords(
  file: string,
  offset: number,
  onRecord: OnRecord,
): Generator<number, RecordEnd> {
  const descriptor = openSync(file, "r");
  try {
    const block = Buffer.alloc(blockBytes);
    let at = Math.max(offset, ident.length);
    /** Behind the last whole record. */
    let done = at;
    let parts: Buffer[] = [];
    for (;;) {
      const blockStart = at - (at % blockBytes);
      const length = readInto(descriptor, block, 0, blockStart);
      let place = at - blockStart;
      while (place + headerBytes <= length) {
        const size = block.readUInt16LE(place + 4);
        const type = block[place + 6]!;
        const end = place + headerBytes + size;
        // Space that was set aside and not written yet.
        if (type === 0 && size === 0 && block.readUInt32LE(place) === 0) break;
        if (end > blockBytes) return damaged(blockStart + place, "a fragment reaches beyond its block");
        if (end > length) return { at: done, why: "partial" };
        if (block.readUInt32LE(place) !== crc32(block, place + 6, end))
          return damaged(blockStart + place, "the checksum of a record does not match");
        const data = block.subarray(place + headerBytes, end);
        if (type === whole) onRecord(block, place + headerBytes, end);
        else {
          if (type === first) parts = [];
          parts.push(Buffer.from(data));
        }
        if (type === last) {
          const joined = Buffer.concat(parts);
          onRecord(joined, 0, joined.length);
        }
        place = end;
        if (type === whole || type === last) done = blockStart + place;
      }
      if (done > offset) yield done;
      if (length < blockBytes) return { at: done, why: done === blockStart + length ? "end" : "partial" };
      at = blockStart + blockBytes;
    }
  } finally {
    closeSync(descriptor);
  }
}

const damaged = (at: number, what: string): RecordEnd => ({ at, why: "damaged", what });
