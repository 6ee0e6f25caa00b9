import { mkdirSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { RunConfig } from "../../../db/contract/run-config";
import { backendsFolder } from "../../../db/home";
import { createExperiment } from "../../../db/store/experiments/experiments";
import { pinnedBackend } from "../../../server/launcher/pinned-backend";
import { freshDatabase, freshHome } from "../../setup/database";

test("an experiment stays on the backend it began on when another one is installed or asked for", () => {
  onTestFinished(() => void delete process.env.GRADIOMETER_BACKEND);
  const home = freshHome();
  const db = freshDatabase(home);
  const { runIds } = createExperiment(db, {
    config: RunConfig.parse({ workload: "ring-gan" }),
    arms: [{ name: "none" }],
    seeds: 2,
  });
  const [first, second] = runIds as [string, string];
  expect(pinnedBackend(db, home, first)).toBeUndefined();
  db.sqlite
    .prepare("UPDATE run SET backend = 'wasm', started_at = ? WHERE id = ?")
    .run(Date.now() - 5000, first);
  expect(pinnedBackend(db, home, second), "it would choose the same").toBeUndefined();
  process.env.GRADIOMETER_BACKEND = "cpu";
  expect(pinnedBackend(db, home, second)).toBe("wasm");
  process.env.GRADIOMETER_BACKEND = "wasm";
  expect(pinnedBackend(db, home, second)).toBeUndefined();
  delete process.env.GRADIOMETER_BACKEND;
  mkdirSync(backendsFolder(home));
  expect(pinnedBackend(db, home, second)).toBe("wasm");
});
