import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { z } from "zod";
import { GradiometerError } from "../../../db/contract/errors";

const blockBytes = 2 ** 18;
/** A line that is longer is no line of numbers. */
const longestLine = 2 ** 26;
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
 * it is given again. Throws where the file is not the one that was read before.
 */
export function* readBlocks(file: string, from: LinePosition): Generator<LineBlock> {
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
      const end = bytes.lastIndexOf(10) + 1;
      if (end === 0 && !isLast) {
        wanted *= 2;
        if (wanted > longestLine)
          throw new GradiometerError(
            "invalid",
            `${file}: expected lines of at most ${longestLine} bytes, got a longer one at byte ${offset}; is it a text file?`,
          );
        continue;
      }
      wanted = blockBytes;
      const whole = bytes.subarray(0, end);
      const read = whole.length > 0 ? whole.toString("utf8").slice(0, -1).split("\n") : [];
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
