import { readSync } from "node:fs";

/** Fills the buffer from its place `from` on with a file's bytes from `offset`; returns how many there were. */
export function readInto(descriptor: number, buffer: Buffer, from: number, offset: number): number {
  let read = 0;
  while (from + read < buffer.length) {
    const more = readSync(descriptor, buffer, from + read, buffer.length - from - read, offset + read);
    if (more === 0) break;
    read += more;
  }
  return read;
}
