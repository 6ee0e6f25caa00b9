/**
 * Reads the fields of a protobuf message in place (protobuf.dev/programming-guides/encoding): call `next`, look at
 * `field`, then read the value with the method of its type or leave it. One reader serves many messages, so that a point
 * costs no object. What does not fit its message ends it: `isBroken`.
 */
export class WireReader {
  bytes: Buffer = Buffer.alloc(0);
  /** Where the value of the present field lies; of a message or text, its end too. */
  at = 0;
  end = 0;
  field = 0;
  isBroken = false;
  private type = 0;
  private after = 0;

  /** The message that the bytes [from, to) are. */
  open(bytes: Buffer, from: number, to: number): this {
    this.bytes = bytes;
    this.after = from;
    this.end = to;
    this.isBroken = false;
    return this;
  }

  /** Moves to the next field; false behind the last one. */
  next(): boolean {
    if (this.after >= this.end || this.isBroken) return false;
    this.at = this.after;
    const key = this.readVarint();
    this.field = Math.floor(key / 8);
    this.type = key & 7;
    const start = this.at;
    if (this.type === varint) this.skipVarint();
    else if (this.type === fixed64) this.at += 8;
    else if (this.type === fixed32) this.at += 4;
    else if (this.type === delimited) {
      const length = this.readVarint();
      // One that is negative would lead back, and round and round.
      if (length < 0) this.isBroken = true;
      this.at += length;
    } else this.isBroken = true;
    this.after = this.at;
    if (this.after > this.end) this.isBroken = true;
    this.at = start;
    return !this.isBroken;
  }

  /** Whether the present field holds bytes: a message, text or packed numbers. */
  get isDelimited(): boolean {
    return this.type === delimited;
  }

  /** First byte of a message or text; its end is `valueEnd`. */
  get valueStart(): number {
    const { at } = this;
    this.readVarint();
    const start = this.at;
    this.at = at;
    return start;
  }

  get valueEnd(): number {
    return this.after;
  }

  /** NaN where the field holds something else, as in a file that is not what it says. */
  double(): number {
    return this.type === fixed64 ? this.bytes.readDoubleLE(this.at) : Number.NaN;
  }

  float(): number {
    return this.type === fixed32 ? this.bytes.readFloatLE(this.at) : Number.NaN;
  }

  /** Whole numbers beyond 2^53 lose their last bits; negative ones come in two's complement of 64 bits. */
  int(): number {
    return this.type === fixed64 ? Number(this.bytes.readBigInt64LE(this.at)) : this.readVarintAt(this.at);
  }

  text(): string {
    return this.bytes.toString("utf8", this.valueStart, this.valueEnd);
  }

  /** A view of the bytes, good as long as they stay. */
  view(): Buffer {
    return this.bytes.subarray(this.valueStart, this.valueEnd);
  }

  private readVarintAt(at: number): number {
    const { at: before } = this;
    this.at = at;
    const value = this.readVarint();
    this.at = before;
    return value;
  }

  private readVarint(): number {
    const { bytes } = this;
    let byte = bytes[this.at++]!;
    if (byte < 0x80) return byte;
    let low = byte & 0x7f;
    for (let shift = 7; shift < 28; shift += 7) {
      byte = bytes[this.at++]!;
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return low;
    }
    // Bits 28 to 63, counted in units of 2^28; the tenth byte carries the sign.
    let high = 0;
    let unit = 1;
    for (let count = 4; count < 9; count++) {
      byte = bytes[this.at++]!;
      high += (byte & 0x7f) * unit;
      if (byte < 0x80) return low + high * 2 ** 28;
      unit *= 128;
    }
    this.at++;
    // Negative: -(2^64 - value), of which the 2^64 and the high half are taken together, so that no bit is lost.
    return low + (high - 2 ** 35) * 2 ** 28;
  }

  private skipVarint(): void {
    while (this.at < this.end && this.bytes[this.at++]! >= 0x80);
  }
}

const varint = 0;
const fixed64 = 1;
const delimited = 2;
const fixed32 = 5;

/** Whole numbers, packed or one by one: calls `use` with each. */
export function eachInt(reader: WireReader, use: (value: number) => void): void {
  if (!reader.isDelimited) {
    use(reader.int());
    return;
  }
  const { bytes, valueEnd } = reader;
  const inner = new PackedInts(bytes, reader.valueStart, valueEnd);
  for (let value = inner.next(); value !== undefined; value = inner.next()) use(value);
}

/** Varints without keys between them. */
class PackedInts {
  constructor(
    private readonly bytes: Buffer,
    private at: number,
    private readonly end: number,
  ) {}

  next(): number | undefined {
    if (this.at >= this.end) return undefined;
    let value = 0n;
    for (let shift = 0n; this.at < this.end; shift += 7n) {
      const byte = this.bytes[this.at++]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return Number(BigInt.asIntN(64, value));
  }
}
