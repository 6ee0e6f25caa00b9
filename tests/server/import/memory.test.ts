import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { BatchBuilder } from "../../../server/import/batch-builder";
import type { FoundRun, ReadBatch, ReadFrom } from "../../../server/import/format";
import { GatheredPoints } from "../../../server/import/gathered-points";
import { importRun } from "../../../server/import/import-run";
import { eventFiles } from "../../../server/import/tensorboard/event-files";
import { importPlace, pointsOf } from "./import-here";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const batches = 5;
const points = 1000;

test("the points of a batch that was stored are given up before the next batch is read", async () => {
  const place = importPlace();
  const handedOver: WeakRef<object>[] = [];
  function* read(from: ReadFrom): Generator<ReadBatch> {
    const builder = new BatchBuilder(from);
    for (let batch = 0; batch < batches; batch++) {
      const loss = builder.column("loss");
      for (let at = 0; at < points; at++) builder.push(loss, batch * points + at, 0, at);
      yield watched(builder.take(batch, 1), handedOver);
    }
  }
  const run: FoundRun = {
    name: "long",
    source: "/logs/long",
    contentId: () => "long",
    bytes: () => batches,
    read,
  };
  const steps = importRun(
    place,
    { format: eventFiles, run },
    { name: undefined, goesOn: false, totalBytes: batches },
  );
  const held: number[] = [];
  let step = steps.next();
  for (; !step.done; step = steps.next()) {
    // What a WeakRef refers to stays to the end of the turn that made it or asked.
    await nextTurn();
    collectGarbage();
    held.push(handedOver.filter((list) => list.deref() !== undefined).length);
  }
  expect(step.value.points).toBe(batches * points);
  expect(pointsOf(place.db, step.value.runId, "loss")).toHaveLength(batches * points);
  expect(held).toEqual([0, 0, 0, 0, 0]);
});

/** Remembers the lists of a batch without holding them. */
function watched(batch: ReadBatch, lists: WeakRef<object>[]): ReadBatch {
  for (const { series } of batch.events)
    for (const { step, wallTimeMs, value } of Object.values(series))
      lists.push(new WeakRef(step), new WeakRef(wallTimeMs), new WeakRef(value));
  return batch;
}

test("gathered points come out by column in their order, however many, and are gone then", () => {
  const gathered = new GatheredPoints();
  for (const length of [10_000, 3]) {
    const even = gathered.addColumn();
    const odd = gathered.addColumn();
    for (let at = 0; at < length; at++) gathered.add(at % 2 === 0 ? even : odd, at, 10 * at, -at);
    const steps = Array.from({ length }, (_, at) => at);
    const expected = (own: number[]) => ({
      step: own,
      wallTimeMs: own.map((at) => 10 * at),
      value: own.map((at) => -at),
    });
    expect(gathered.take()).toEqual([
      expected(steps.filter((at) => at % 2 === 0)),
      expected(steps.filter((at) => at % 2 === 1)),
    ]);
  }
  expect(gathered.take()).toEqual([]);
});
