/** How the text of a file is written: as UTF-8, or as UTF-16 where a byte order mark says so, as Excel's does. */
export interface Encoding {
  decode(bytes: Buffer): string;
  /** Behind the last line break among the first `end` bytes, which begin with a character; 0 where there is none. */
  afterLastBreak(bytes: Buffer, end: number): number;
}

const utf8: Encoding = {
  decode: (bytes) => bytes.toString("utf8"),
  afterLastBreak: (bytes, end) => (end > 0 ? bytes.lastIndexOf(10, end - 1) + 1 : 0),
};

const utf16 = (lineBreak: Buffer, decode: Encoding["decode"]): Encoding => ({
  decode,
  afterLastBreak(bytes, end) {
    let at = end;
    // The same two bytes may be halves of two characters.
    do at = at >= 2 ? bytes.lastIndexOf(lineBreak, at - 2) : -1;
    while (at % 2 === 1);
    return at < 0 ? 0 : at + 2;
  },
});

const utf16le = utf16(Buffer.from([10, 0]), (bytes) => bytes.toString("utf16le"));
const utf16be = utf16(Buffer.from([0, 10]), (bytes) =>
  Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString("utf16le"),
);

/** By the first two bytes of a file. */
export function encodingOf(head: Buffer): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return utf16le;
  return head[0] === 0xfe && head[1] === 0xff ? utf16be : utf8;
}

/** The text of a whole file, or of its beginning, without a byte order mark. */
export const decodeText = (bytes: Buffer): string =>
  encodingOf(bytes)
    .decode(bytes)
    .replace(/^\uFEFF/, "");
