import { expect, test } from "vitest";
import type { Database } from "../../../db/database";
import { readPoints } from "../../../db/store/points/read-points";
import { listSeries } from "../../../db/store/series/series";
import { exportRun } from "../../../server/export/export-run";
import { startRun } from "../../db/test-run";
import { freshDatabase } from "../../setup/database";
import { importPlace } from "../import/import-here";

const recorded = () => {
  const step = Array.from({ length: 3000 }, (_, index) => index * 2);
  const wallTimeMs = step.map((at) => 1.7e12 + at * 3.25);
  const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e39, 5e-324, -0];
  return {
    "loss/a": { step, wallTimeMs, value: step.map((at) => special[at % 97] ?? Math.sin(at)) },
    late: { step: [5000, 2 ** 52], wallTimeMs: [1.7e12 + 5000 * 3.25, 1.8e12], value: [1, 2] },
  };
};

const allPoints = (db: Database, runId: string) =>
  Object.fromEntries(
    listSeries(db, runId).map(({ id, name }) => [name, readPoints(db, id, -1, Number.MAX_SAFE_INTEGER)]),
  );

test.each([
  ["jsonl", {}],
  ["csv", { wide: true }],
  ["csv", {}],
] as const)("what is exported as %s %o imports again to the same points", async (format, options) => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  send({ series: recorded() });
  const pieces: Uint8Array[] = [];
  const { fileName, chunks } = exportRun(db, { runId, format, ...options });
  for await (const piece of chunks) pieces.push(piece);

  const place = importPlace();
  const [imported] = place.import(place.write(fileName, Buffer.concat(pieces)));
  expect(allPoints(place.db, imported?.runId as string)).toEqual(allPoints(db, runId));
});
