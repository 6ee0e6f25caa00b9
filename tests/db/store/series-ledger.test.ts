import { expect, test } from "vitest";
import { openDatabase } from "../../../db/connection";
import { compactRun } from "../../../db/store/points/compact-run";
import { checkRollups, repairRollup } from "../../../db/store/rollup/check-rollups";
import { inTransaction } from "../../../db/transaction";
import { freshDatabase } from "../../setup/database";
import { expectConsistent } from "../brute-force";
import { columnsOf, continueRun, startRun } from "../test-run";

const points = (from: number, to: number, value = 1) =>
  Array.from({ length: to - from }, (_, index) => [from + index, value + index] as const);

test("two connections that append to one series by turns each go on from what the other stored", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  const other = openDatabase(db.file);
  send({ series: { loss: columnsOf(points(0, 40)) } });
  const second = continueRun(other, runId, 2);
  // A later attempt that continues the series, as a resumed trainer in another process does.
  second.send({ series: { loss: columnsOf(points(40, 100, -50)) } });
  const third = continueRun(db, runId, 3);
  third.send({ series: { loss: columnsOf(points(100, 140)) } });
  expectConsistent(
    db,
    runId,
    "loss",
    new Map([...points(0, 40), ...points(40, 100, -50), ...points(100, 140)]),
  );
  other.close();
});

test("what a caller's transaction undid is not remembered", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  send({ series: { loss: columnsOf(points(0, 10)) } });
  expect(() =>
    inTransaction(db, () => {
      send({ series: { loss: columnsOf(points(10, 90)), fresh: columnsOf(points(0, 5)) } });
      throw new Error("changed my mind");
    }),
  ).toThrow("changed my mind");
  // Its number was given back with it.
  const again = continueRun(db, runId, 2);
  again.send({ series: { loss: columnsOf(points(10, 20, 5)), fresh: columnsOf(points(12, 13)) } });
  expectConsistent(db, runId, "loss", new Map([...points(0, 10), ...points(10, 20, 5)]));
  expectConsistent(db, runId, "fresh", new Map(points(12, 13)));
});

test("what this connection changed by other means is read again", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  send({ series: { loss: columnsOf(points(0, 10)) } });
  db.sqlite.exec("DELETE FROM point_chunk; DELETE FROM rollup; DELETE FROM series");
  send({ series: { loss: columnsOf(points(20, 30)) } });
  expectConsistent(db, runId, "loss", new Map(points(20, 30)));
});

test("a run is known by heart while others write to the same file, and read again once one of them wrote to it", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  const other = openDatabase(db.file);
  const neighbour = startRun(other);
  const sent = new Map<number, number>();
  for (let from = 0; from < 900; from += 30) {
    send({ series: { loss: columnsOf(points(from, from + 30)) } });
    neighbour.send({ series: { loss: columnsOf(points(from, from + 30)) } });
    for (const [step, value] of points(from, from + 30)) sent.set(step, value);
  }
  expectConsistent(db, runId, "loss", sent);
  expectConsistent(db, neighbour.runId, "loss", sent);
  db.statement("UPDATE run SET status = 'crashed' WHERE id = ?").run(runId);
  expect(compactRun(other, runId)).toBe(900);
  send({ series: { loss: columnsOf(points(900, 910)) } });
  for (const [step, value] of points(900, 910)) sent.set(step, value);
  expectConsistent(db, runId, "loss", sent);
  // As doctor --fix does beside a server.
  other.sqlite.exec("UPDATE rollup SET count = 1; UPDATE series SET count = 1");
  for (const wrong of [...checkRollups(other)]) if (wrong) repairRollup(other, wrong.seriesId);
  send({ series: { loss: columnsOf(points(910, 920)) } });
  for (const [step, value] of points(910, 920)) sent.set(step, value);
  expectConsistent(db, runId, "loss", sent);
  other.close();
});
