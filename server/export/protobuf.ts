/** A field of a Protocol Buffers message, encoded: its number and wire type, then its value. */

const varintType = 0;
const fixed64Type = 1;
const bytesType = 2;
const fixed32Type = 5;

/** A non-negative whole number up to 2^53. */
export const varintField = (field: number, value: number): Buffer =>
  Buffer.from([...varint((field << 3) | varintType), ...varint(value)]);

export function doubleField(field: number, value: number): Buffer {
  const encoded = Buffer.alloc(9);
  encoded[0] = (field << 3) | fixed64Type;
  encoded.writeDoubleLE(value, 1);
  return encoded;
}

export function floatField(field: number, value: number): Buffer {
  const encoded = Buffer.alloc(5);
  encoded[0] = (field << 3) | fixed32Type;
  encoded.writeFloatLE(value, 1);
  return encoded;
}

/** A string, bytes, or a message of the fields given. */
export function bytesField(field: number, content: string | Uint8Array | readonly Uint8Array[]): Buffer {
  const body =
    typeof content === "string" || content instanceof Uint8Array
      ? Buffer.from(content as string)
      : Buffer.concat(content);
  return Buffer.concat([Buffer.from([...varint((field << 3) | bytesType), ...varint(body.length)]), body]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  // Not by shifts, which end at 32 bits.
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return bytes;
}
