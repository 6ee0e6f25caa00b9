import { eachInt, WireReader } from "../protobuf/wire";

/** DataType of tensorflow/core/framework/types.proto: how many bytes of tensor_content a number takes, and how it reads. */
const contentReaders: Record<number, { bytes: number; read(content: Buffer, at: number): number }> = {
  1: { bytes: 4, read: (content, at) => content.readFloatLE(at) },
  2: { bytes: 8, read: (content, at) => content.readDoubleLE(at) },
  3: { bytes: 4, read: (content, at) => content.readInt32LE(at) },
  4: { bytes: 1, read: (content, at) => content.readUInt8(at) },
  5: { bytes: 2, read: (content, at) => content.readInt16LE(at) },
  6: { bytes: 1, read: (content, at) => content.readInt8(at) },
  9: { bytes: 8, read: (content, at) => Number(content.readBigInt64LE(at)) },
  10: { bytes: 1, read: (content, at) => content.readUInt8(at) },
  14: { bytes: 2, read: (content, at) => bfloat16(content.readUInt16LE(at)) },
  17: { bytes: 2, read: (content, at) => content.readUInt16LE(at) },
  19: { bytes: 2, read: (content, at) => half(content.readUInt16LE(at)) },
  22: { bytes: 4, read: (content, at) => content.readUInt32LE(at) },
  23: { bytes: 8, read: (content, at) => Number(content.readBigUInt64LE(at)) },
};
const bfloat16Type = 14;
const halfType = 19;
const stringType = 7;

/** A tensor of an event: numbers, or pieces of bytes. */
export interface Tensor {
  shape: number[];
  numbers: number[];
  strings: Buffer[];
}

const reader = new WireReader();
const inner = new WireReader();

/** A TensorProto (tensorflow/core/framework/tensor.proto). Undefined for types that are no numbers and no text. */
export function readTensor(bytes: Buffer, from: number, to: number): Tensor | undefined {
  const tensor: Tensor = { shape: [], numbers: [], strings: [] };
  let type = 0;
  let content: Buffer | undefined;
  const bits: number[] = [];
  const push = (value: number) => void tensor.numbers.push(value);
  reader.open(bytes, from, to);
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        type = reader.int();
        break;
      case 2:
        tensor.shape = readShape(reader);
        break;
      case 4:
        content = reader.view();
        break;
      case 5:
        eachFixed(reader, 4, (at) => push(bytes.readFloatLE(at)));
        break;
      case 6:
        eachFixed(reader, 8, (at) => push(bytes.readDoubleLE(at)));
        break;
      case 8:
        tensor.strings.push(reader.view());
        break;
      case 7:
      case 10:
      case 11:
      case 16:
      case 17:
        eachInt(reader, push);
        break;
      case 13:
        eachInt(reader, (value) => bits.push(value));
        break;
    }
  }
  if (reader.isBroken) return undefined;
  if (bits.length > 0)
    tensor.numbers = bits.map(type === bfloat16Type ? bfloat16 : type === halfType ? half : Number);
  if (content) readContent(content, type, tensor.numbers);
  return type === stringType || contentReaders[type] ? tensor : undefined;
}

function readContent(content: Buffer, type: number, numbers: number[]): void {
  const how = contentReaders[type];
  if (!how) return;
  for (let at = 0; at + how.bytes <= content.length; at += how.bytes) numbers.push(how.read(content, at));
}

/** TensorShapeProto: dim = 2 {size = 1}. */
function readShape({ bytes, valueStart, valueEnd }: WireReader): number[] {
  const shape: number[] = [];
  const dimension = new WireReader();
  inner.open(bytes, valueStart, valueEnd);
  while (inner.next()) {
    if (inner.field !== 2) continue;
    let size = 0;
    dimension.open(bytes, inner.valueStart, inner.valueEnd);
    while (dimension.next()) if (dimension.field === 1) size = dimension.int();
    shape.push(size);
  }
  return shape;
}

/** Floats and doubles, packed or one by one: calls `use` with the place of each. */
export function eachFixed(from: WireReader, size: number, use: (at: number) => void): void {
  if (!from.isDelimited) {
    if (from.at + size <= from.end) use(from.at);
    return;
  }
  const { valueStart, valueEnd } = from;
  for (let at = valueStart; at + size <= valueEnd; at += size) use(at);
}

const word = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
export function bfloat16(bits: number): number {
  word.setUint32(0, (bits & 0xffff) << 16);
  return word.getFloat32(0);
}

/** IEEE 754 binary16: 1 sign bit, 5 of exponent (bias 15), 10 of fraction. */
export function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
