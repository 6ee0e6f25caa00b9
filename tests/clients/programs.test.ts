import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { openDatabase } from "../../db/connection";
import { databaseFile } from "../../db/home";
import { packageRoot } from "../../db/package-root";
import { settleInbox } from "../../db/store/ingest/inbox";
import { readPoints } from "../../db/store/points/read-points";
import { getRun } from "../../db/store/runs/runs";
import { findSeries } from "../../db/store/series/series";
import { serverProcess } from "../server/support/servers";
import { waitFor } from "../server/support/wait-for";
import { freshDatabase, freshHome } from "../setup/database";
import { startProgram } from "./program";

// For hanging, not for speed: the machine may be busy.
vi.setConfig({ testTimeout: 180_000 });

test("the example of the documentation runs as it stands", async () => {
  const page = readFileSync(join(packageRoot(), "docs", "client.md"), "utf8");
  const example = page.split("```js\n")[1]?.split("```")[0] as string;
  const home = freshHome();
  expect(await startProgram(example, { GRADIOMETER_HOME: home }).exit).toEqual({ code: 0, errors: "" });
  const db = freshDatabase(home);
  const [id] = db.statement("SELECT id FROM run").pluck().all() as string[];
  expect(getRun(db, id!)).toMatchObject({ name: "decay", status: "finished", step: 999, totalSteps: 1000 });
  expect(findSeries(db, id!, "loss")).toMatchObject({
    count: 1000,
    lastValue: expect.closeTo(0.99 ** 1000, 12),
  });
});

const unfinished = (last: string) => `
  import { openRun } from "gradiometer/client";
  const run = await openRun({ id: "r" });
  for (let step = 0; step < 1000; step++) run.log({ loss: step }, step);
  ${last}`;

test("a program that ends without finishing its run has stored everything, and the run ends as the program did", async () => {
  for (const [last, code, status, message] of [
    ["", 0, "finished", null],
    ["process.exit(0)", 0, "finished", null],
    ["process.exit(3)", 3, "crashed", expect.stringContaining("exited with code 3")],
    ["throw new Error('a fault')", 1, "crashed", expect.stringContaining("exited with code 1")],
    ["void run.finish('diverged'); process.exit(0)", 0, "diverged", null],
  ] as const) {
    const home = freshHome();
    const { exit } = startProgram(unfinished(last), { GRADIOMETER_HOME: home });
    expect(await exit).toMatchObject({ code });
    const db = freshDatabase(home);
    expect(getRun(db, "r")).toMatchObject({ status, message });
    expect(findSeries(db, "r", "loss")).toMatchObject({ count: 1000, lastStep: 999 });
  }
});

test("a program far ahead of a database that is locked waits, in bounded memory, and nothing is lost", async () => {
  const home = freshHome();
  const db = freshDatabase(home);
  const steps = 400_000;
  const { child, errors, output, exit } = startProgram(
    `import { openRun } from "gradiometer/client";
     const run = await openRun({ id: "r" });
     process.stdout.write("open\\n");
     process.stdin.once("data", async () => {
       const before = process.memoryUsage().rss;
       for (let step = 0; step < ${steps}; step++) run.log({ loss: step, other: -step }, step);
       process.stdout.write(String(process.memoryUsage().rss - before));
       await run.finish();
       process.exit();
     });`,
    { GRADIOMETER_HOME: home },
  );
  await waitFor("a run", () => output() === "open\n");
  db.sqlite.exec("BEGIN IMMEDIATE");
  child.stdin?.write("go");
  await waitFor("a program that waits", () => errors().includes('Run "r": recording waits: '));
  expect(output()).toBe("open\n");
  db.sqlite.exec("COMMIT");
  expect(await exit).toMatchObject({ code: 0 });
  expect(errors()).toMatch(/recording goes on after [\d.]+ s/);
  for (const name of ["loss", "other"])
    expect(findSeries(db, "r", name)).toMatchObject({ count: steps, replaced: 0, lastStep: steps - 1 });
  // Slots of 4 MB and a batch of as many points in lists; without end it would be several times that.
  expect(Number(output().slice(5))).toBeLessThan(150e6);
});

test("a server that is killed and started again while a program logs has every point once", async () => {
  const home = freshHome();
  let server = await serverProcess(home);
  const { port } = new URL(server.url);
  const { child, output, errors, exit } = startProgram(
    `import { openRun } from "gradiometer/client";
     import { setTimeout as delay } from "node:timers/promises";
     const run = await openRun({ id: "r" });
     let step = 0, isLast = false;
     process.stdin.once("data", () => (isLast = true));
     while (!isLast) {
       for (let at = 0; at < 50; at++, step++) run.log({ loss: Math.sin(step), gradient_norm: step % 50 ? step : NaN }, step);
       await delay(2);
     }
     process.stdout.write(String(step));
     await run.finish();
     process.exit();`,
    { GRADIOMETER_URL: server.url },
  );
  const stored = () => {
    const db = openDatabase(databaseFile(home), { readonly: true });
    const count = db.statement("SELECT coalesce(sum(count), 0) FROM series").pluck().get() as number;
    db.close();
    return count;
  };
  for (let kill = 1; kill <= 3; kill++) {
    const before = stored();
    await waitFor("points", () => stored() > before);
    await server.end("SIGKILL");
    await waitFor("a client that waits", () => errors().split("recording waits: ").length > kill);
    await delay(100);
    server = await serverProcess(home, ["--port", port]);
    await waitFor("a client that goes on", () => errors().split("recording goes on ").length > kill);
  }
  child.stdin?.write("enough");
  expect(await exit).toMatchObject({ code: 0 });
  await server.end("SIGTERM");
  const db = freshDatabase(home);
  settleInbox(db);
  const steps = Array.from({ length: Number(output()) }, (_, step) => step);
  for (const [name, value] of [
    ["loss", Math.sin],
    ["gradient_norm", (step: number) => (step % 50 ? step : Number.NaN)],
  ] as const)
    expect(readPoints(db, findSeries(db, "r", name)!.id, -1, steps.length + 1)).toMatchObject({
      step: steps,
      value: steps.map(value),
    });
});
