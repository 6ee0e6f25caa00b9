import { closeSync, openSync } from "node:fs";
import { readInto } from "../read-at";
import { decodeText } from "./encoding";

/** Of a file whose lines are longer than that, so many are read to recognize it. */
const mostFirstBytes = 2 ** 22;

/** The first 64 KiB of a file of lines, or as much as a number of its lines takes, without a byte order mark. */
export function readFirstLines(file: string, count: number): string {
  for (let bytes = 2 ** 16; ; bytes *= 4) {
    const head = readHead(file, bytes);
    let lines = 0;
    for (let at = head.indexOf(10); at >= 0 && lines < count; at = head.indexOf(10, at + 1)) lines++;
    if (lines === count || head.length < bytes || bytes >= mostFirstBytes) return decodeText(head);
  }
}

/** The first bytes of a file, for recognizing it. */
export function readHead(file: string, bytes = 2 ** 16): Buffer {
  const descriptor = openSync(file, "r");
  try {
    return readAt(descriptor, 0, bytes);
  } finally {
    closeSync(descriptor);
  }
}

/** So many bytes of a file, or as many as it has there. */
export function readAt(descriptor: number, offset: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  return buffer.subarray(0, readInto(descriptor, buffer, 0, offset));
}
