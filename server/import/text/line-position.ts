import { createHash } from "node:crypto";
import { closeSync, existsSync, fstatSync, openSync } from "node:fs";
import { z } from "zod";
import type { Standing } from "../format";
import { readAt } from "./read-head";

/** So much before a position is remembered of the file, to know it again. */
export const rememberedBytes = 256;
const comparedBytes = 2 ** 20;

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
  /** Lines that were read before the file was written anew, until as many of them are read once more. */
  behind: z.number().int().min(0).optional(),
});
export type LinePosition = z.infer<typeof LinePosition>;

export const startOfFile: LinePosition = { offset: 0, lines: 0, openBytes: 0, before: "" };

/** The start of a file that was written anew after lines of it were read. */
export function startAgain(position: unknown): LinePosition {
  const from = LinePosition.safeParse(position);
  return from.success
    ? { ...startOfFile, behind: Math.max(from.data.lines, from.data.behind ?? 0) }
    : startOfFile;
}

export const hashOf = (bytes: Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex").slice(0, 16);

/** Whether an open file has the bytes that were before a position. */
export function isSame(descriptor: number, { offset, before }: LinePosition): boolean {
  if (offset === 0) return true;
  const from = Math.max(0, offset - rememberedBytes);
  return fstatSync(descriptor).size >= offset && hashOf(readAt(descriptor, from, offset - from)) === before;
}

/**
 * A file beside the one that was read up to a position. Where that is still in its place both are of one run only as long
 * as they are the same: two runs may begin alike.
 */
export function standingOf(file: string, position: unknown, source: string): Standing {
  const from = LinePosition.safeParse(position);
  if (!from.success) return "on";
  const descriptor = openSync(file, "r");
  try {
    if (source !== file && existsSync(source) && !beginsAlike(descriptor, source)) return "beside";
    return isSame(descriptor, from.data) ? "on" : "anew";
  } finally {
    closeSync(descriptor);
  }
}

function beginsAlike(descriptor: number, source: string): boolean {
  const other = openSync(source, "r");
  try {
    for (let at = 0; ; at += comparedBytes) {
      const [a, b] = [readAt(descriptor, at, comparedBytes), readAt(other, at, comparedBytes)];
      const length = Math.min(a.length, b.length);
      if (!a.subarray(0, length).equals(b.subarray(0, length))) return false;
      if (length < comparedBytes) return true;
    }
  } finally {
    closeSync(other);
  }
}
