import { expect, test } from "vitest";
import { parseIngestBatch } from "../../../db/store/ingest/parse-ingest-batch";
import { listRuns } from "../../../db/store/run-list/list-runs";
import { foreignNames } from "../../../db/store/run-list/watched-series";
import { storeClientBatches } from "../../../db/store/runs/external-runs";
import { seriesRole } from "../../../diagnostics/roles/series-role";
import { freshDatabase } from "../../setup/database";

test.each([
  ["gradientNorm", "gradient-norm"],
  ["loss", "loss"],
] as const)("names that lists take for the %s mean the same to the detectors", (which, role) => {
  for (const name of foreignNames[which]) expect([name, seriesRole(name, false).role]).toEqual([name, role]);
});

test("a list shows loss and gradient norm of other programs under the names that they use, and is put in order by them", () => {
  const db = freshDatabase();
  const recorded = {
    ours: { loss: 3, "train/loss": 9, gradient_norm: 30 },
    lightning: { train_loss: 1, "grad_2.0_norm_total": 10 },
    trainer: { "train/loss": 2, "train/grad_norm": 20 },
    neither: { reward: 5 },
  };
  storeClientBatches(
    db,
    Object.entries(recorded).map(([run, last]) => {
      const columns = Object.entries(last).map(([name, value]) => [
        name,
        { step: [0, 1], value: [7, value] },
      ]);
      return parseIngestBatch({ run, seq: 1, series: Object.fromEntries(columns) }, 1_700_000_000_000);
    }),
  );
  const by = (key: string) =>
    listRuns(db, { sort: { by: key } }).rows.map(({ id, lastLoss, lastGradientNorm, sparkline }) => [
      id,
      lastLoss,
      lastGradientNorm,
      sparkline?.name,
    ]);
  expect(by("lastLoss")).toEqual([
    ["lightning", 1, 10, "grad_2.0_norm_total"],
    ["trainer", 2, 20, "train/grad_norm"],
    ["ours", 3, 30, "gradient_norm"],
    ["neither", null, null, undefined],
  ]);
  expect(by("lastGradientNorm").map(([id]) => id)).toEqual(["lightning", "trainer", "ours", "neither"]);
});
