import { appendFileSync, copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listBranches, readBranch } from "../../../db/store/branches/branches";
import { readLog } from "../../../db/store/log-lines";
import { listMedia } from "../../../db/store/media/media";
import { getRun } from "../../../db/store/runs/runs";
import { findSeries } from "../../../db/store/series/series";
import { crc32c, maskedCrc32c } from "../../../server/crc32c";
import { BatchBuilder } from "../../../server/import/batch-builder";
import { nothingRead } from "../../../server/import/format";
import { EventReader } from "../../../server/import/tensorboard/events";
import { bucketQuantile } from "../../../server/import/tensorboard/histogram";
import { half } from "../../../server/import/tensorboard/tensor";
import { RecordReader } from "../../../server/import/wandb/run-record";
import { importPlace, pointsOf } from "./import-here";

const files = join(import.meta.dirname, "files", "tensorboard");
const trainFile = join(files, "demo", "train", "events.out.tfevents.1700000003.host");

test("CRC-32C gives the answers of RFC 3720, appendix B.4, and of the usual check", () => {
  expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
  expect(crc32c(Buffer.from(Array.from({ length: 32 }, (_, index) => index)))).toBe(0x46dd794e);
  expect(crc32c(Buffer.from("xx123456789x"), 2, 11)).toBe(0xe3069283);
  // Rotated right by 15 bits, plus 0xa282ead8: 0xe3069283 -> 0x2507c60d -> 0xc78ab0e5.
  expect(maskedCrc32c(Buffer.from("123456789"))).toBe(0xc78ab0e5);
});

test("a log directory is a run a folder, with scalars, histograms, images and text", () => {
  const { db, import: importAll } = importPlace();
  const runs = importAll(join(files, "demo"));
  expect(runs.map(({ name, points }) => [name, points])).toEqual([
    ["eval", 5],
    ["train", 50 + 50 + 1 + 7],
  ]);
  const id = runs[1]!.runId;
  expect(getRun(db, id)).toMatchObject({
    name: "train",
    status: "finished",
    startedAt: 1.7e12,
    endedAt: 1.7e12 + 49_000,
  });
  const loss = pointsOf(db, id, "loss");
  expect(loss).toHaveLength(50);
  expect(loss[3]).toEqual([3, 0.25]);
  expect(pointsOf(db, id, "gradient_norm").at(-1)).toEqual([49, Number.NaN]);
  expect(pointsOf(db, id, "odd")).toEqual([[3, Number.POSITIVE_INFINITY]]);
  expect(listMedia(db, id)).toMatchObject([{ name: "sample", step: 10, width: 5, height: 4 }]);
  expect(readLog(db, { runId: id }).lines).toMatchObject([{ text: "note/text_summary (step 5): a remark" }]);
  // 0, .01, ... .99: buckets of tensorboardX, in which quantiles are known to a bucket's width.
  expect(pointsOf(db, id, "weights/q50")[0]![1]).toBeCloseTo(0.5, 1);
  expect(pointsOf(db, id, "weights/q100")[0]![1]).toBeCloseTo(0.99, 2);
  expect(importAll(join(files, "demo"))).toMatchObject([{ changed: false }, { changed: false }]);
});

test("tensors of each type are read, packed or as content, and hparams become the config", () => {
  const { db, import: importAll } = importPlace();
  const [run] = importAll(join(files, "tensors"));
  const id = run!.runId;
  const value = (name: string) => findSeries(db, id, name)?.lastValue;
  expect(value("float_val")).toBe(1.5);
  expect(value("float_content")).toBe(2.5);
  expect(value("double_val")).toBe(0.1);
  expect(value("double_content")).toBe(-0.1);
  // 0x3555 = 2^-2 * (1 + 341/1024).
  expect(value("half_val")).toBe(0.333251953125);
  // 6e-8 rounds to the smallest half, 2^-24.
  expect(value("half_content")).toBe(2 ** -24);
  // 0x4049: sign 0, exponent 128, fraction 73/128.
  expect(value("bfloat16_val")).toBe(3.140625);
  expect(value("bfloat16_content")).toBe(Number.NEGATIVE_INFINITY);
  expect(value("int32_val")).toBe(-3);
  expect(value("int64_val")).toBe(-(2 ** 40));
  expect(value("int64_content")).toBe(2 ** 40);
  expect(value("uint8_content")).toBe(255);
  expect(value("bool_val")).toBe(1);
  // 10 of 100 below 1, 30 below 2, 60 below 4: the median lies 10/60 into the last bucket.
  expect(value("buckets/q50")).toBeCloseTo(2 + (2 * 10) / 60, 12);
  expect(getRun(db, id)).toMatchObject({
    seed: 7,
    config: { settings: { lr: 0.1, optimizer: "adam", nesterov: true, seed: 7 } },
  });
  expect(run!.remarks).toEqual([]);
});

test("a session that starts again keeps the steps it replaces as an orphaned branch", () => {
  const { db, import: importAll } = importPlace();
  const [run] = importAll(join(files, "restarted"));
  expect(run!.remarks).toMatchObject([expect.stringContaining("from 9 to 6 (the files say so)")]);
  expect(pointsOf(db, run!.runId, "loss").map(([, value]) => value)).toEqual([
    0, 1, 2, 3, 4, 5, 106, 107, 108,
  ]);
  const [branch] = listBranches(db, run!.runId);
  expect(readBranch(db, branch!.id, "loss")).toMatchObject({ step: [6, 7, 8, 9], value: [6, 7, 8, 9] });
});

test("a file that is still being written is read up to its last whole record, and on from there", () => {
  const { db, write, import: importAll } = importPlace();
  const whole = readFileSync(trainFile);
  const file = write("run/events.out.tfevents.1", whole.subarray(0, 2000));
  const [first] = importAll(file);
  expect(first!.remarks).toEqual([]);
  for (let length = 2001; length < 2300; length += 37) {
    appendFileSync(file, whole.subarray(statSync(file).size, length));
    importAll(file);
  }
  appendFileSync(file, whole.subarray(statSync(file).size));
  importAll(file);
  expect(pointsOf(db, first!.runId, "loss")).toHaveLength(50);
  expect(findSeries(db, first!.runId, "loss")).toMatchObject({ replaced: 0 });
});

test("a damaged record is told with its place; what lies before it is stored", () => {
  const { db, folder, import: importAll } = importPlace();
  const file = join(folder, "events.out.tfevents.1");
  copyFileSync(trainFile, file);
  const bytes = readFileSync(file);
  // The record of step 30's loss: each is a length, its checksum, the data and theirs.
  let at = 0;
  for (let record = 0; record < 61; record++) at += 16 + Number(bytes.readBigUInt64LE(at));
  bytes[at + 20]! ^= 1;
  writeFileSync(file, bytes);
  const [run] = importAll(file);
  expect(run!.remarks).toEqual([
    `${file} is damaged at byte ${at}: the checksum of its data does not match. The ${at} bytes before it were read and stored, the ${bytes.length - at} from there on were not.`,
  ]);
  expect(pointsOf(db, run!.runId, "loss").at(-1)![0]).toBe(29);
  truncateSync(file, 5);
  expect(importAll(file, { name: "cut" })).toMatchObject([{ isThere: false }]);
});

test("a later file of the same folder goes on with the run", () => {
  const { db, folder, import: importAll } = importPlace();
  copyFileSync(
    join(files, "demo", "eval", "events.out.tfevents.1700000002.host"),
    join(folder, "events.out.tfevents.1"),
  );
  const [first] = importAll(folder);
  copyFileSync(
    join(files, "restarted", "events.out.tfevents.1700000004.host"),
    join(folder, "events.out.tfevents.2"),
  );
  const [second] = importAll(folder);
  expect(second!.runId).toBe(first!.runId);
  expect(pointsOf(db, first!.runId, "loss").at(-1)).toEqual([8, 108]);
});

test("bytes that are no messages end in words or in nothing, never in a loop or a fault of ours", () => {
  const records: Buffer[] = [];
  for (const file of [trainFile, join(files, "tensors", "events.out.tfevents.1700000005.host")]) {
    const bytes = readFileSync(file);
    for (let at = 0; at < bytes.length; ) {
      const length = Number(bytes.readBigUInt64LE(at));
      records.push(bytes.subarray(at + 12, at + 12 + length));
      at += 16 + length;
    }
  }
  // A linear congruential generator (Numerical Recipes): the same bytes each time.
  let state = 1;
  const below = (bound: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  for (let round = 0; round < 20_000; round++) {
    const bytes = Buffer.from(records[below(records.length)]!);
    for (let change = below(4); change >= 0; change--) bytes[below(bytes.length)] = below(256);
    const cut = Buffer.from(bytes.subarray(0, below(4) === 0 ? below(bytes.length) : bytes.length));
    const builder = new BatchBuilder(nothingRead);
    new EventReader(builder).read(cut, 0, cut.length);
    new RecordReader(builder, 0).read(cut, 0, cut.length);
    builder.take(null, 0);
  }
});

test.each([
  [0x0001, 2 ** -24],
  [0x3c00, 1],
  [0xc000, -2],
  [0x7bff, 65504],
  [0xfc00, Number.NEGATIVE_INFINITY],
  [0x7e00, Number.NaN],
])("half %i is %d", (bits, value) => {
  expect(half(bits)).toBe(value);
});

test("a quantile of no values is NaN, of one bucket lies within it", () => {
  expect(bucketQuantile([], 0.5)).toBeNaN();
  expect(bucketQuantile([2, 4, 8], 0.25)).toBe(2.5);
  expect(bucketQuantile([0, 1, 0, 2, 4, 8], 0)).toBe(2);
});
