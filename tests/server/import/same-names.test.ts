import { cpSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { listBranches } from "../../../db/store/branches/branches";
import { bytesField, doubleField, floatField, varintField } from "../../../server/export/protobuf";
import { record } from "../../../server/export/tf-record";
import { importPlace, pointsOf } from "./import-here";

const state = (losses: readonly number[]) =>
  JSON.stringify({ log_history: losses.map((loss, at) => ({ step: 10 * (at + 1), loss })) });

const events = (startedAt: number, value: number) =>
  Buffer.concat([
    record(Buffer.concat([doubleField(1, startedAt), bytesField(3, "brain.Event:2")])),
    record(
      Buffer.concat([
        doubleField(1, startedAt + 1),
        varintField(2, 0),
        bytesField(5, [bytesField(1, [bytesField(1, "loss"), floatField(2, value)])]),
      ]),
    ),
  ]);

test("two trainings whose output folders have one name and whose histories begin alike are two runs", () => {
  const { db, folder, write, import: importAll } = importPlace();
  write("a/out/trainer_state.json", state([3, 2]));
  write("b/out/trainer_state.json", state([3, 1.5, 1]));
  const [one] = importAll(join(folder, "a", "out"));
  const [other] = importAll(join(folder, "b", "out"));
  expect(other!.runId).not.toBe(one!.runId);
  expect(pointsOf(db, one!.runId, "loss").map(([, loss]) => loss)).toEqual([3, 2]);
  expect(pointsOf(db, other!.runId, "loss").map(([, loss]) => loss)).toEqual([3, 1.5, 1]);
  expect([...listBranches(db, one!.runId), ...listBranches(db, other!.runId)]).toEqual([]);
});

test("a training that was moved, or copied while it went on, is itself", () => {
  const { folder, write, import: importAll } = importPlace();
  write("a/out/trainer_state.json", state([3, 2]));
  const [one] = importAll(join(folder, "a", "out"));
  cpSync(join(folder, "a"), join(folder, "copy"), { recursive: true });
  write("a/out/trainer_state.json", state([3, 2, 1]));
  const again = [join(folder, "copy", "out"), join(folder, "a", "out")];
  expect(importAll(again)).toMatchObject([
    { runId: one!.runId, points: 0 },
    { runId: one!.runId, points: 1 },
  ]);
  rmSync(join(folder, "copy"), { recursive: true });
  renameSync(join(folder, "a"), join(folder, "moved"));
  expect(importAll(join(folder, "moved", "out"))).toMatchObject([{ runId: one!.runId, points: 0 }]);
});

test("event files of one name that two jobs began in the same second are two runs", () => {
  const { write, import: importAll, folder } = importPlace();
  write("a/logs/events.out.tfevents.1700000000.host", events(1.7e9 + 0.25, 1));
  write("b/logs/events.out.tfevents.1700000000.host", events(1.7e9 + 0.5, 2));
  const [one] = importAll(join(folder, "a", "logs"));
  const [other] = importAll(join(folder, "b", "logs"));
  expect(other).toMatchObject({ name: "logs", points: 1 });
  expect(other!.runId).not.toBe(one!.runId);
  renameSync(join(folder, "a"), join(folder, "c"));
  expect(importAll(join(folder, "c", "logs"))).toMatchObject([{ runId: one!.runId, points: 0 }]);
});

test("an event file that was known by its name alone, as one of few bytes is, is the same run when it has grown", () => {
  const { db, write, import: importAll } = importPlace();
  const event = (step: number, value: number) =>
    record(
      Buffer.concat([
        doubleField(1, 1.7e9 + step),
        varintField(2, step),
        bytesField(5, [bytesField(1, [bytesField(1, "l"), floatField(2, value)])]),
      ]),
    );
  expect(event(1, 3).length).toBeLessThan(40);
  const file = write("logs/events.out.tfevents.1700000000.host", event(1, 3));
  const [begun] = importAll(dirname(file));
  write("logs/events.out.tfevents.1700000000.host", Buffer.concat([event(1, 3), event(2, 4)]));
  expect(importAll(dirname(file))).toMatchObject([{ runId: begun!.runId, points: 1 }]);
  expect(pointsOf(db, begun!.runId, "l")).toEqual([
    [1, 3],
    [2, 4],
  ]);
});
