import { closeSync, fstatSync, openSync } from "node:fs";
import { GradiometerError } from "../../../db/contract/errors";
import { type Encoding, encodingOf } from "./encoding";
import type { QuotedRows } from "./join-quoted";
import { hashOf, isSame, type LinePosition, rememberedBytes } from "./line-position";
import { readAt } from "./read-head";

const blockBytes = 2 ** 18;
/** A line that is longer is no line of numbers. */
const longestLine = 2 ** 26;
/** A quote that is open for longer was none: its row ends with its line. */
const longestRow = 2 ** 20;

export interface LineBlock {
  lines: string[];
  /** Behind these lines. */
  position: LinePosition;
  bytes: number;
}

export interface ReadBlocks {
  /** Makes rows of lines: one that is not whole at the end of a block is given with the next, or as the line without an end. */
  join?: ((lines: readonly string[]) => QuotedRows) | undefined;
  /** Leaves a last line without an end until it has one. */
  leavesOpen?: boolean | undefined;
}

/**
 * The lines of a file that come after a position, in blocks. A last line without an end is given too; should it grow,
 * it is given again. Throws where the file is not the one that was read before, be it only from one block to the next.
 */
export function* readBlocks(
  file: string,
  from: LinePosition,
  { join, leavesOpen }: ReadBlocks = {},
): Generator<LineBlock> {
  const descriptor = openSync(file, "r");
  try {
    const { size } = fstatSync(descriptor);
    const encoding = encodingOf(readAt(descriptor, 0, 2));
    if (!isSame(descriptor, from)) throw writtenAnew(file);
    if (size === from.offset + from.openBytes) return;
    let { offset, lines, before } = from;
    let wanted = blockBytes;
    while (offset < size) {
      // In one read with what is before it, so that the file cannot have become another one between the two.
      const known = Math.min(offset, rememberedBytes);
      const length = Math.min(wanted, size - offset);
      const held = readAt(descriptor, offset - known, known + length);
      const bytes = held.subarray(known);
      if (bytes.length < length || (known > 0 && hashOf(held.subarray(0, known)) !== before))
        throw writtenAnew(file);
      const isLast = offset + bytes.length >= size;
      let end = encoding.afterLastBreak(bytes, bytes.length);
      if (end === 0 && !isLast) {
        wanted *= 2;
        if (wanted > longestLine)
          throw new GradiometerError(
            "invalid",
            `${file}: expected lines of at most ${longestLine} bytes, got a longer one at byte ${offset}; is it a text file?`,
          );
        continue;
      }
      let read = end > 0 ? encoding.decode(bytes.subarray(0, end)).split("\n").slice(0, -1) : [];
      if (join) {
        const { rows, openAt } = join(read);
        const rowsEnd = startOfLast(encoding, bytes, end, read.length - openAt);
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
      const open = isLast && !leavesOpen ? bytes.subarray(end) : bytes.subarray(0, 0);
      if (end + open.length === 0) return;
      offset += end;
      lines += read.length;
      before = hashOf(held.subarray(Math.max(0, known + end - rememberedBytes), known + end));
      yield {
        lines: open.length > 0 ? [...read, encoding.decode(open)] : read,
        position: { offset, lines, openBytes: open.length, before },
        bytes: end + open.length,
      };
      if (isLast) return;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Where the last `count` of the lines begin that end at `end`. */
function startOfLast(encoding: Encoding, bytes: Buffer, end: number, count: number): number {
  let at = end;
  for (let left = count; left > 0; left--) at = encoding.afterLastBreak(bytes, at - 1);
  return at;
}

/** A file that is another one than it was a moment ago. */
export const writtenAnew = (file: string) =>
  new GradiometerError("conflict", `${file} was written anew while it was read; import it once more`);
