import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openStore } from "../../../db/connection";
import { distFile } from "../../../db/package-root";
import { isMonitored } from "../../../db/store/episodes/monitoring";
import { endDeadImports } from "../../../db/store/imports/end-import";
import { getRun } from "../../../db/store/runs/runs";
import { findSeries } from "../../../db/store/series/series";
import { importPaths } from "../../../server/import/import-paths";
import type { ImportedRun } from "../../../server/import/import-run";
import { emptyHome, freshDatabase, freshHome } from "../../setup/database";
import { serverHere } from "../support/servers";
import { smallDisk } from "../support/small-disk";
import { waitFor } from "../support/wait-for";
import { importPlace } from "./import-here";

const table = (rows: number) =>
  `step,loss\n${Array.from({ length: rows }, (_, step) => `${step},${1 / (1 + step)}`).join("\n")}\n`;

const toItsEnd = (steps: Generator<unknown, ImportedRun[]>): ImportedRun[] => {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
};

test("an import that whoever asked for it gives up leaves a run that says so, and goes on when asked again", () => {
  const { db, home, write, import: importAll } = importPlace();
  const file = write("run.csv", table(60_000));
  const steps = importPaths({ db, home }, { paths: [file] });
  steps.next();
  const runId = db.statement("SELECT id FROM run").pluck().get() as string;
  expect(getRun(db, runId).status).toBe("running");
  steps.return([]);
  expect(getRun(db, runId)).toMatchObject({
    status: "lost",
    message:
      "Its import did not come to its end: it was stopped. What was read is kept; import its files again to go on.",
  });
  importAll(file);
  expect(getRun(db, runId)).toMatchObject({ status: "finished", message: null });
  expect(findSeries(db, runId, "loss")).toMatchObject({ count: 60_000, replaced: 0 });
});

test("a file that cannot be read to its end leaves a run that says why, and that is judged", async () => {
  const { db, home, write, import: importAll } = importPlace();
  await serverHere(home);
  const file = write("run.csv", table(60_000));
  const steps = importPaths({ db, home }, { paths: [file] });
  steps.next();
  write("run.csv", table(10));
  const [run] = toItsEnd(steps);
  expect(run?.unread?.message).toContain("was written anew while it was read");
  expect(getRun(db, run!.runId)).toMatchObject({
    status: "lost",
    message: expect.stringContaining("was written anew while it was read"),
  });
  await waitFor("the monitor to judge it", () => isMonitored(db, getRun(db, run!.runId)));
  write("run.csv", table(60_000));
  importAll(file);
  expect(getRun(db, run!.runId)).toMatchObject({ status: "finished", message: null });
});

test("a run whose import was killed is ended by the server once nothing is heard of it, and can be gone on with", async () => {
  const home = freshHome();
  const file = join(emptyHome(), "run.csv");
  writeFileSync(file, table(1_500_000));
  const db = freshDatabase(home);
  const child = spawn(process.execPath, [distFile("server/cli/main.js"), "import", file], {
    stdio: "ignore",
    env: { ...process.env, GRADIOMETER_HOME: home },
  });
  const runId = () => db.statement("SELECT id FROM run").pluck().get() as string | undefined;
  await waitFor("some of it to be stored", () => runId() !== undefined);
  child.kill("SIGKILL");
  await once(child, "exit");
  const id = runId() as string;
  endDeadImports(db);
  expect(getRun(db, id).status).toBe("running");
  db.statement("UPDATE run SET heartbeat_at = heartbeat_at - 61000").run();
  await serverHere(home);
  expect(getRun(db, id)).toMatchObject({
    status: "lost",
    message: expect.stringContaining("its process was killed"),
  });
  const [run] = toItsEnd(importPaths({ db, home }, { paths: [file] }));
  expect(run!.points).toBeLessThan(1_500_000);
  expect(findSeries(db, id, "loss")).toMatchObject({ count: 1_500_000, replaced: 0 });
  expect(getRun(db, id)).toMatchObject({ status: "finished", message: null });
});

test("a disk that fills up ends the import with the reason; with room again it goes on", ({ skip }) => {
  const home = smallDisk(6) ?? skip("only root may mount a small disk");
  const db = openStore(home);
  onTestFinished(() => db.close());
  const filler = join(home, "filler");
  const file = join(emptyHome(), "run.csv");
  writeFileSync(file, table(400_000));
  const steps = importPaths({ db, home }, { paths: [file] });
  steps.next();
  writeFileSync(filler, Buffer.alloc(2 ** 20));
  expect(() => toItsEnd(steps)).toThrow(/no space|full/i);
  const id = db.statement("SELECT id FROM run").pluck().get() as string;
  rmSync(filler);
  endDeadImports(db, Date.now() + 61_000);
  expect(getRun(db, id)).toMatchObject({
    status: "lost",
    message: expect.stringContaining("import its files again"),
  });
  db.close();
});
