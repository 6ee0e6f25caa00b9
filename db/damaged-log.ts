import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** Where SQLite's write-ahead log stops being readable, although whole commits lie behind. */
export interface LogDamage {
  offset: number;
  /** Commits from there on, as far as their marks can be read; none where the head of the log itself is damaged. */
  commits: number;
}

const headBytes = 32;
const frameHeadBytes = 24;

/**
 * Walks a write-ahead log by its checksums (sqlite.org/fileformat2.html, section 4). SQLite takes the first frame whose
 * checksum is wrong for the end of the log, which is right for what a crash cut short, and silently drops every commit behind
 * a damaged page. A wrong frame that is a commit, or has commits of the same generation behind it, is such damage. Undefined
 * where all is well.
 */
export function findLogDamage(file: string): LogDamage | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, "r");
  } catch {
    return undefined;
  }
  try {
    return walk(descriptor, fstatSync(descriptor).size);
  } finally {
    closeSync(descriptor);
  }
}

function walk(descriptor: number, size: number): LogDamage | undefined {
  const head = Buffer.alloc(headBytes);
  if (readSync(descriptor, head, 0, headBytes, 0) < headBytes) return undefined;
  const magic = head.readUInt32BE(0);
  const isBigEndian = magic === 0x377f0683;
  let sum: Sum = add([0, 0], head.subarray(0, 24), isBigEndian);
  const isHeadWhole =
    (isBigEndian || magic === 0x377f0682) &&
    sum[0] === head.readUInt32BE(24) &&
    sum[1] === head.readUInt32BE(28);
  // A log that was written back may be all zeros; one with frames has a head.
  if (!isHeadWhole) return size > headBytes && magic !== 0 ? { offset: 0, commits: 0 } : undefined;
  const pageBytes = head.readUInt32BE(8);
  const salts = head.subarray(16, 24);
  const frame = Buffer.alloc(frameHeadBytes + pageBytes);
  let damage: LogDamage | undefined;
  for (
    let at = headBytes;
    readSync(descriptor, frame, 0, frame.length, at) === frame.length;
    at += frame.length
  ) {
    const isOfThisGeneration = frame.subarray(8, 16).equals(salts);
    if (!damage) {
      sum = add(add(sum, frame.subarray(0, 8), isBigEndian), frame.subarray(frameHeadBytes), isBigEndian);
      const isWhole = sum[0] === frame.readUInt32BE(16) && sum[1] === frame.readUInt32BE(20);
      if (isWhole && isOfThisGeneration) continue;
      // Or merely the end: what lies behind it is of the generation before.
      damage = { offset: at, commits: 0 };
    }
    const isCommit = frame.readUInt32BE(4) !== 0;
    if (isCommit && isOfThisGeneration) damage.commits++;
  }
  return damage && damage.commits > 0 ? damage : undefined;
}

type Sum = [number, number];

/** Two interleaved sums modulo 2^32 over pairs of 32-bit words. */
function add([first, second]: Sum, bytes: Buffer, isBigEndian: boolean): Sum {
  let a = first;
  let b = second;
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + b) >>> 0;
    b = (b + (isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + a) >>> 0;
  }
  return [a, b];
}
