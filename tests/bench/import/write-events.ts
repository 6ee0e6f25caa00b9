import { closeSync, openSync, writeSync } from "node:fs";
import { maskedCrc32c } from "../../../server/crc32c";

/** An event file as PyTorch's SummaryWriter leaves one: an event for each point, of `series` scalars a step. */
export function writeEventFile(file: string, series: number, steps: number): void {
  const descriptor = openSync(file, "w");
  let records: Buffer[] = [];
  let held = 0;
  const flush = () => {
    writeSync(descriptor, Buffer.concat(records));
    records = [];
    held = 0;
  };
  const add = (event: Buffer) => {
    const record = frame(event);
    records.push(record);
    held += record.length;
    if (held > 2 ** 22) flush();
  };
  add(Buffer.concat([wallTime(0), delimited(3, Buffer.from("brain.Event:2"))]));
  const tags = Array.from({ length: series }, (_, index) =>
    delimited(1, Buffer.from(`layers/${index}/loss`)),
  );
  for (let step = 0; step < steps; step++)
    for (let index = 0; index < series; index++) {
      const value = Buffer.alloc(5);
      value[0] = (2 << 3) | 5;
      value.writeFloatLE(Math.sin(step / 100 + index), 1);
      const summary = delimited(1, Buffer.concat([tags[index] as Buffer, value]));
      add(Buffer.concat([wallTime(step), Buffer.from([2 << 3]), varint(step), delimited(5, summary)]));
    }
  flush();
  closeSync(descriptor);
}

function frame(data: Buffer): Buffer {
  const record = Buffer.alloc(data.length + 16);
  record.writeUInt32LE(data.length, 0);
  record.writeUInt32LE(maskedCrc32c(record, 0, 8), 8);
  data.copy(record, 12);
  record.writeUInt32LE(maskedCrc32c(data), 12 + data.length);
  return record;
}

function wallTime(step: number): Buffer {
  const field = Buffer.alloc(9);
  field[0] = (1 << 3) | 1;
  field.writeDoubleLE(1.7e9 + step / 10, 1);
  return field;
}

const delimited = (field: number, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from([(field << 3) | 2]), varint(data.length), data]);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([...bytes, left]);
    bytes.push((left & 127) | 128);
  }
}
