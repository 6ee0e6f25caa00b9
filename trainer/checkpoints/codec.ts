import { endianness } from "node:os";
import { GradiometerError } from "../../db/contract/errors";
import type { StateArray, StateSnapshot } from "../state/state-registry";
import { decodeValue, type EncodedValue, encodeValue } from "./encode-values";

/** What a checkpoint says of itself. */
export interface CheckpointHead {
  /** The run that wrote it: no two runs share a file, so that none removes another's. */
  runId: string;
  step: number;
  /** SHA-256 of the run's config. */
  configHash: string;
  codeVersion: string;
}

export interface Checkpoint extends CheckpointHead {
  snapshot: StateSnapshot;
}

const magic = "GRADIOMETER-CKPT";
const format = 1;
/** Every array begins at a multiple of the largest element. */
const alignment = 8;

const arrayKinds = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint32: Uint32Array,
} as const;
type ArrayKind = keyof typeof arrayKinds;

interface Header extends CheckpointHead {
  format: number;
  byteOrder: "LE" | "BE";
  arrays: { name: string; kind: ArrayKind; length: number }[];
  values: [name: string, value: EncodedValue][];
}

/**
 * A checkpoint as one file: "GRADIOMETER-CKPT", the header's length (uint32, little-endian), the header as JSON,
 * then the arrays' own bytes in the header's order, each from the next multiple of 8 on. The same state gives the same
 * bytes.
 */
export function encodeCheckpoint({ snapshot, ...head }: Checkpoint): Uint8Array {
  const arrays = Array.from(snapshot.arrays, ([name, array]) => ({ name, array }));
  const header: Header = {
    format,
    byteOrder: endianness(),
    ...head,
    arrays: arrays.map(({ name, array }) => ({ name, kind: kindOf(array), length: array.length })),
    values: Array.from(snapshot.values, ([name, value]) => [name, encodeValue(value)]),
  };
  const json = Buffer.from(JSON.stringify(header));
  const start = magic.length + 4 + json.length;
  const bytes = Buffer.alloc(arrays.reduce((end, { array }) => aligned(end) + array.byteLength, start));
  bytes.write(magic, "latin1");
  bytes.writeUInt32LE(json.length, magic.length);
  json.copy(bytes, magic.length + 4);
  let end = start;
  for (const { array } of arrays) {
    const at = aligned(end);
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    end = at + array.byteLength;
  }
  return bytes;
}

/** The checkpoint that `bytes` hold. Their hash has been checked before; what is refused here is another format. */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { format: _, byteOrder, arrays, values, ...head } = readHeader(buffer);
  let end = magic.length + 4 + buffer.readUInt32LE(magic.length);
  const snapshot: StateSnapshot = {
    arrays: new Map(
      arrays.map(({ name, kind, length }) => {
        const ArrayOfKind = arrayKinds[kind];
        const at = aligned(end);
        end = at + length * ArrayOfKind.BYTES_PER_ELEMENT;
        if (end > bytes.length) throw refusal(`"${name}" ends beyond the file's ${bytes.length} bytes`);
        // A copy, since the file's bytes may lie at any address and an array's may not.
        return [name, new ArrayOfKind(new Uint8Array(bytes.subarray(at, end)).buffer)];
      }),
    ),
    values: new Map(values.map(([name, value]) => [name, decodeValue(value)])),
  };
  if (end !== bytes.length) throw refusal(`${bytes.length - end} bytes follow its last array`);
  return { ...head, snapshot };
}

function readHeader(buffer: Buffer): Header {
  if (buffer.toString("latin1", 0, magic.length) !== magic || buffer.length < magic.length + 4)
    throw refusal(`it does not begin with ${magic}`);
  const length = buffer.readUInt32LE(magic.length);
  const start = magic.length + 4;
  let header: Header;
  try {
    header = JSON.parse(buffer.toString("utf8", start, start + length)) as Header;
  } catch (cause) {
    throw refusal(`its header is no JSON (${(cause as Error).message})`);
  }
  if (header.format !== format)
    throw refusal(`it is of format ${header.format}, this Gradiometer reads format ${format}`);
  if (header.byteOrder !== endianness())
    throw refusal(`it was written on a ${header.byteOrder} machine, this one is ${endianness()}`);
  return header;
}

const refusal = (reason: string): GradiometerError =>
  new GradiometerError("invalid", `Expected a checkpoint that can be read here, but ${reason}`);

const aligned = (offset: number): number => Math.ceil(offset / alignment) * alignment;

function kindOf(array: StateArray): ArrayKind {
  const found = Object.entries(arrayKinds).find(([, ArrayOfKind]) => array instanceof ArrayOfKind);
  return (found as [ArrayKind, unknown])[0];
}
