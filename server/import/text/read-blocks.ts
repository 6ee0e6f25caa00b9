import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { z } from "zod";
import { GradiometerError } from "../../../db/contract/errors";
import type { QuotedRows } from "./join-quoted";

const blockBytes = 2 ** 18;
/** A line that is longer is no line of numbers. */
const longestLine = 2 ** 26;
/** A quote that is open for longer was none: its row ends with its line. */
const longestRow = 2 ** 20;
/** So much before a position is remembered of the file, to know it again. */
const rememberedBytes = 256;

/** How far a file of lines was read. */
export const LinePosition = z.object({
  /** Bytes of whole lines that were read. */
  offset: z.number().int().min(0),
  /** How many lines they were. */
  lines: z.number().int().min(0),
  /** Bytes of a last line without an end, which was read as though it had one. */
  openBytes: z.number().int().min(0),
  /** Hash of the bytes before the offset. */
  before: z.string(),
});
export type LinePosition = z.infer<typeof LinePosition>;

export const startOfFile: LinePosition = { offset: 0, lines: 0, openBytes: 0, before: "" };

export interface LineBlock {
  lines: string[];
  /** Behind these lines. */
  position: LinePosition;
  bytes: number;
}

/**
 * The lines of a file that come after a position, in blocks. A last line without an end is given too; should it grow,
 * it is given again. Throws where the file is not the one that was read before. `join` makes rows of lines: one that is not
 * whole at the end of a block is given with the next, or as the line without an end.
 */
export function* readBlocks(
  file: string,
  from: LinePosition,
  join?: (lines: readonly string[]) => QuotedRows,
): Generator<LineBlock> {
  const descriptor = openSync(file, "r");
  try {
    const { size } = fstatSync(descriptor);
    checkSame(descriptor, file, size, from);
    if (size === from.offset + from.openBytes) return;
    let { offset, lines } = from;
    let wanted = blockBytes;
    while (offset < size) {
      const bytes = readAt(descriptor, offset, Math.min(wanted, size - offset));
      const isLast = offset + bytes.length >= size;
      let end = bytes.lastIndexOf(10) + 1;
      if (end === 0 && !isLast) {
        wanted *= 2;
        if (wanted > longestLine)
          throw new GradiometerError(
            "invalid",
            `${file}: expected lines of at most ${longestLine} bytes, got a longer one at byte ${offset}; is it a text file?`,
          );
        continue;
      }
      let read = end > 0 ? bytes.toString("utf8", 0, end - 1).split("\n") : [];
      if (join) {
        const { rows, openAt } = join(read);
        const rowsEnd = startOfLast(bytes, end, read.length - openAt);
        if (end - rowsEnd <= longestRow) {
          if (rowsEnd === 0 && !isLast) {
            wanted *= 2;
            continue;
          }
          read = rows;
          end = rowsEnd;
        }
      }
      wanted = blockBytes;
      const open = isLast ? bytes.subarray(end) : bytes.subarray(0, 0);
      offset += end;
      lines += read.length;
      yield {
        lines: open.length > 0 ? [...read, open.toString("utf8")] : read,
        position: { offset, lines, openBytes: open.length, before: hashBefore(descriptor, offset) },
        bytes: end + open.length,
      };
      if (isLast) return;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Where the last `count` of the lines begin that end at `end`. */
function startOfLast(bytes: Buffer, end: number, count: number): number {
  let at = end;
  for (let left = count; left > 0; left--) at = at > 1 ? bytes.lastIndexOf(10, at - 2) + 1 : 0;
  return at;
}

/** Of a file whose lines are longer than that, so many are read to recognize it. */
const mostFirstBytes = 2 ** 22;

/** The first 64 KiB of a file of lines, or as much as a number of its lines takes. */
export function readFirstLines(file: string, count: number): Buffer {
  for (let bytes = 2 ** 16; ; bytes *= 4) {
    const head = readHead(file, bytes);
    let lines = 0;
    for (let at = head.indexOf(10); at >= 0 && lines < count; at = head.indexOf(10, at + 1)) lines++;
    if (lines === count || head.length < bytes || bytes >= mostFirstBytes) return head;
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

function readAt(descriptor: number, offset: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const more = readSync(descriptor, buffer, read, length - read, offset + read);
    if (more === 0) break;
    read += more;
  }
  return buffer.subarray(0, read);
}

function hashBefore(descriptor: number, offset: number): string {
  const from = Math.max(0, offset - rememberedBytes);
  return createHash("sha256")
    .update(readAt(descriptor, from, offset - from))
    .digest("hex")
    .slice(0, 16);
}

/** Whether a file is the one that was read up to a position, wherever it lay then. */
export function continuesAt(file: string, position: unknown): boolean {
  const from = LinePosition.safeParse(position);
  if (!from.success) return true;
  const descriptor = openSync(file, "r");
  try {
    return isSame(descriptor, fstatSync(descriptor).size, from.data);
  } finally {
    closeSync(descriptor);
  }
}

const isSame = (descriptor: number, size: number, from: LinePosition): boolean =>
  from.offset === 0 || (size >= from.offset && hashBefore(descriptor, from.offset) === from.before);

function checkSame(descriptor: number, file: string, size: number, from: LinePosition): void {
  if (isSame(descriptor, size, from)) return;
  throw new GradiometerError(
    "conflict",
    `${file} was imported up to byte ${from.offset} and has been written anew since; import it as another run with --name`,
  );
}
