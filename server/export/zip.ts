import { pack } from "./pack";

export interface ZipFile {
  name: string;
  chunks: AsyncIterable<Uint8Array>;
}

interface Entry {
  name: Buffer;
  offset: number;
  crc: number;
  bytes: number;
  packedBytes: number;
}

/** Sizes follow a file's bytes, since they are not known before; names are UTF-8. */
const flags = 0x0808;
const deflate = 8;
/** Version 4.5: 64-bit sizes, whatever the size turns out to be. */
const version = 45;
const elsewhere = 0xffffffff;

/**
 * A ZIP archive, written as its files are made: what is held is a line for each. Layout: PKWARE's APPNOTE 6.3.10, 4.3,
 * with ZIP64 throughout.
 */
export async function* zip(files: Iterable<ZipFile>): AsyncGenerator<Uint8Array> {
  const made = dosTime(new Date());
  const entries: Entry[] = [];
  let offset = 0;
  for (const { name, chunks } of files) {
    const entry: Entry = { name: Buffer.from(name), offset, crc: 0, bytes: 0, packedBytes: 0 };
    entries.push(entry);
    const head = Buffer.concat([
      fields([4, 0x04034b50], ...common(made), [4, 0], ...sizesElsewhere(entry), [2, 20]),
      entry.name,
      fields([2, 1], [2, 16], [8, 0], [8, 0]),
    ]);
    yield head;
    const packed = pack(counted(chunks, entry));
    for (let part = await packed.next(); ; part = await packed.next()) {
      if (part.done) {
        entry.crc = part.value;
        break;
      }
      entry.packedBytes += part.value.length;
      yield part.value;
    }
    const tail = fields([4, 0x08074b50], [4, entry.crc], [8, entry.packedBytes], [8, entry.bytes]);
    yield tail;
    offset += head.length + entry.packedBytes + tail.length;
  }
  const directory = entries.map((entry) => directoryLine(entry, made));
  yield* directory;
  const length = directory.reduce((sum, line) => sum + line.length, 0);
  const count = entries.length;
  yield fields(
    ...([
      [4, 0x06064b50],
      [8, 44],
      [2, version],
      [2, version],
      [4, 0],
      [4, 0],
    ] as const),
    ...([
      [8, count],
      [8, count],
      [8, length],
      [8, offset],
    ] as const),
    ...([
      [4, 0x07064b50],
      [4, 0],
      [8, offset + length],
      [4, 1],
    ] as const),
    ...([
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, 0xffff],
      [2, 0xffff],
    ] as const),
    ...([
      [4, elsewhere],
      [4, elsewhere],
      [2, 0],
    ] as const),
  );
}

async function* counted(chunks: AsyncIterable<Uint8Array>, entry: Entry): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    entry.bytes += chunk.length;
    yield chunk;
  }
}

function directoryLine(entry: Entry, made: number): Buffer {
  const readableFile = 0o100644 * 2 ** 16;
  return Buffer.concat([
    // Made by Unix, which says how to read the file's attributes.
    fields([4, 0x02014b50], [2, version | (3 << 8)], ...common(made), [4, entry.crc]),
    fields(...sizesElsewhere(entry), [2, 28], [2, 0], [2, 0], [2, 0], [4, readableFile], [4, elsewhere]),
    entry.name,
    fields([2, 1], [2, 24], [8, entry.bytes], [8, entry.packedBytes], [8, entry.offset]),
  ]);
}

type Field = readonly [bytes: 2 | 4 | 8, value: number];

const common = (made: number): Field[] => [
  [2, version],
  [2, flags],
  [2, deflate],
  [4, made],
];

const sizesElsewhere = ({ name }: Entry): Field[] => [
  [4, elsewhere],
  [4, elsewhere],
  [2, name.length],
];

/** Little-endian numbers of so many bytes, one behind the other. */
function fields(...list: readonly Field[]): Buffer {
  const buffer = Buffer.alloc(list.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of list) {
    if (bytes === 2) buffer.writeUInt16LE(value, at);
    else if (bytes === 4) buffer.writeUInt32LE(value, at);
    else buffer.writeBigUInt64LE(BigInt(value), at);
    at += bytes;
  }
  return buffer;
}

/** Time of day in the lower half, date since 1980 in the upper; in steps of two seconds, local as the format has it. */
function dosTime(date: Date): number {
  const time = (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1);
  const day = ((date.getFullYear() - 1980) << 9) | ((date.getMonth() + 1) << 5) | date.getDate();
  return day * 2 ** 16 + time;
}
