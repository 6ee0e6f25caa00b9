import { readSync } from "node:fs";
import { GradiometerError } from "../../db/contract/errors";

/** Files of a tar archive lie in blocks of this many bytes, after a header of one block. */
const block = 512;

/** The header of a plain file, in the ustar form that every tar reads; the path has at most 100 ASCII characters. */
export function tarHeader(path: string, bytes: number, modifiedMs: number): Buffer {
  const header = Buffer.alloc(block);
  header.write(path, 0, 100, "ascii");
  header.write("0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  writeSize(header, bytes);
  header.write(`${octal(Math.floor(modifiedMs / 1000), 11)}\0`, 136);
  // The checksum is taken with spaces in its own place.
  header.write("        ", 148);
  header.write("0", 156);
  header.write("ustar\x0000", 257);
  header.write(`${octal(sumOf(header), 6)}\0 `, 148);
  return header;
}

/** What fills the last block of a file. */
export const tarPadding = (bytes: number): Buffer => Buffer.alloc((block - (bytes % block)) % block);

export const tarEnd = Buffer.alloc(2 * block);

export interface TarEntry {
  path: string;
  bytes: number;
  /** Where its content begins in the archive. */
  offset: number;
}

/** The files of an archive in order. Throws "invalid" where it is cut short or no tar archive. */
export function* tarEntries(descriptor: number, name: string): Generator<TarEntry> {
  const header = Buffer.alloc(block);
  for (let at = 0; ; ) {
    const read = readSync(descriptor, header, 0, block, at);
    if (read < block)
      throw new GradiometerError("invalid", `${name} ends at byte ${at + read}, before its end mark`);
    if (header.every((byte) => byte === 0)) return;
    const stored = Number.parseInt(header.toString("ascii", 148, 156), 8);
    header.fill(" ", 148, 156);
    if (stored !== sumOf(header))
      throw new GradiometerError("invalid", `${name} is no tar archive, or damaged at byte ${at}`);
    const bytes = readSize(header);
    const path = header.toString("ascii", 0, 100).replace(/\0.*$/s, "");
    yield { path, bytes, offset: at + block };
    at += block + Math.ceil(bytes / block) * block;
  }
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, "0");

const sumOf = (header: Buffer): number => header.reduce((sum, byte) => sum + byte, 0);

/** Eleven octal digits reach 8 GiB; beyond, the number itself with its first bit set, as GNU tar has it. */
function writeSize(header: Buffer, bytes: number): void {
  if (bytes < 8 ** 11) {
    header.write(`${octal(bytes, 11)}\0`, 124);
    return;
  }
  header[124] = 0x80;
  header.writeBigUInt64BE(BigInt(bytes), 128);
}

function readSize(header: Buffer): number {
  if (header[124] === 0x80) return Number(header.readBigUInt64BE(128));
  return Number.parseInt(header.toString("ascii", 124, 136), 8);
}
