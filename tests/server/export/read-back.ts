import { parquetReadObjects } from "hyparquet";
import { crc32c } from "../../../server/crc32c";

/** A point as a sentence that a set can hold: NaN equals NaN, and -0 is not 0. */
export const pointText = (series: string, step: number, wallTimeMs: number, value: number): string =>
  `${series} ${step} ${wallTimeMs} ${Object.is(value, -0) ? "-0" : value}`;

export function fromCsv(text: string): string[] {
  const [header, ...lines] = text.trimEnd().split("\n");
  if (header !== "step,wallTimeMs,series,value") throw new Error(`Unexpected header ${header}`);
  return lines.map((line) => {
    const [, step, wallTime, series, value] = line.match(/^(\d+),([^,]+),(.*),([^,]+)$/) as RegExpMatchArray;
    const name = series?.startsWith('"') ? series.slice(1, -1).replaceAll('""', '"') : series;
    return pointText(name as string, Number(step), Number(wallTime), Number(value));
  });
}

export function fromJsonLines(text: string): string[] {
  return text
    .trimEnd()
    .split("\n")
    .flatMap((line) => {
      const { step, wallTimeMs, metrics } = JSON.parse(line);
      return Object.entries(metrics).map(([name, value]) => pointText(name, step, wallTimeMs, Number(value)));
    });
}

export async function fromParquet(file: Buffer): Promise<string[]> {
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer;
  const rows = await parquetReadObjects({ file: bytes });
  return rows.map(({ series, step, wallTimeMs, value }) =>
    pointText(series, Number(step), wallTimeMs, value),
  );
}

/** By a reader of its own: any field of any message, as a tree of field numbers. */
export function fromEventFile(bytes: Buffer): { version: string; points: string[] } {
  const events: Message[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    const body = bytes.subarray(at + 12, at + 12 + length);
    expectChecksum(bytes.subarray(at, at + 8), bytes.readUInt32LE(at + 8));
    expectChecksum(body, bytes.readUInt32LE(at + 12 + length));
    events.push(decode(body));
    at += 16 + length;
  }
  const [first, ...rest] = events as [Message, ...Message[]];
  const points = rest.flatMap((event) =>
    decode(bytesIn(event, 5))
      .get(1)
      ?.map((encoded) => {
        const value = decode(encoded as Buffer);
        return pointText(
          String(value.get(1)?.[0]),
          Number(event.get(2)?.[0]),
          // Seconds in the file: to the nearest microsecond they are the milliseconds that were recorded.
          Math.round(bytesIn(event, 1).readDoubleLE() * 1e6) / 1000,
          bytesIn(value, 2).readFloatLE(),
        );
      }),
  ) as string[];
  return { version: String(first.get(3)?.[0]), points };
}

type Message = Map<number, (number | Buffer)[]>;

const bytesIn = (message: Message, field: number): Buffer => {
  const [bytes] = message.get(field) ?? [];
  if (!(bytes instanceof Buffer)) throw new Error(`Expected bytes in field ${field}`);
  return bytes;
};

function decode(bytes: Buffer): Message {
  const message: Message = new Map();
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++] as number;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const type = key & 7;
    let value: number | Buffer;
    if (type === 0) value = varint();
    else {
      const length = type === 1 ? 8 : type === 5 ? 4 : varint();
      value = bytes.subarray(at, at + length);
      at += length;
    }
    message.set(key >> 3, [...(message.get(key >> 3) ?? []), value]);
  }
  return message;
}

function expectChecksum(bytes: Uint8Array, stored: number): void {
  // Unmasked by the inverse: take the offset off, then rotate back.
  const rotated = (stored - 0xa282ead8) >>> 0;
  if (((rotated >>> 17) | (rotated << 15)) >>> 0 !== crc32c(bytes)) throw new Error("Wrong checksum");
}
