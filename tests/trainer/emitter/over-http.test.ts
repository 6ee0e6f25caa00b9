import { setTimeout as delay } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { openDatabase } from "../../../db/connection";
import { databaseFile } from "../../../db/home";
import { listCheckpoints } from "../../../db/store/checkpoints/checkpoints";
import { settleInbox } from "../../../db/store/ingest/inbox";
import { listMedia } from "../../../db/store/media/media";
import { readCursor } from "../../../db/store/runs/external-runs";
import { getRun } from "../../../db/store/runs/runs";
import { runCli } from "../../cli/run-cli";
import { client } from "../../server/support/client";
import { serverHere, serverProcess } from "../../server/support/servers";
import { endlessConfig } from "../../server/support/trainers";
import { waitFor } from "../../server/support/wait-for";
import { freshDatabase, freshHome } from "../../setup/database";
import { aRun, measurementsOf, runRow, startTrainer } from "../trainer-process";

// For hanging, not for speed: the machine may be busy.
vi.setConfig({ testTimeout: 180_000 });

const points = (home: string) => {
  const db = openDatabase(databaseFile(home), { readonly: true });
  const count = db.statement("SELECT coalesce(sum(count), 0) FROM series").pluck().get() as number;
  db.close();
  return count;
};

test("a run recorded at a server that is killed and started again has there what it has when it records here, each point once", async () => {
  const config = { ...endlessConfig, steps: 1500, checkpoints: { every: 500 } };
  const here = aRun(config);
  expect((await startTrainer(here.home, ["--run", here.runId]).exit).code).toBe(0);

  const there = freshHome();
  let server = await serverProcess(there);
  const { port } = new URL(server.url);
  const elsewhere = aRun(config);
  const trainer = startTrainer(elsewhere.home, ["--run", elsewhere.runId], { GRADIOMETER_URL: server.url });
  for (let kill = 1; kill <= 2; kill++) {
    const before = points(there);
    await waitFor("points at the server", () => points(there) > before);
    await server.end("SIGKILL");
    await waitFor("a trainer that waits", () => trainer.errors().split("Training waits: ").length > kill);
    await delay(300);
    server = await serverProcess(there, ["--port", port]);
  }
  expect(await trainer.exit).toMatchObject({ code: 0 });
  expect(trainer.errors()).toMatch(/Training waits: The server at .* does not answer \(\w+\)\n/);
  expect(trainer.errors()).toContain("Recording goes on\n");
  await server.end("SIGTERM");

  const db = freshDatabase(there);
  settleInbox(db);
  expect(measurementsOf(db, elsewhere.runId)).toEqual(measurementsOf(here.db, here.runId));
  expect(getRun(db, elsewhere.runId)).toMatchObject({
    status: "finished",
    workload: "external",
    totalSteps: 1500,
    config: { settings: { workload: "temporal-order-rnn", hidden: 4 } },
    backend: "wasm",
  });
  expect(listMedia(db, elsewhere.runId)).toHaveLength(listMedia(here.db, here.runId).length);
  // What it goes on from stays with it, and nothing else.
  expect(points(elsewhere.home)).toBe(0);
  expect(listCheckpoints(elsewhere.db, elsewhere.runId)).toHaveLength(
    listCheckpoints(here.db, here.runId).length,
  );
  expect(runRow(elsewhere.db).status).toBe("finished");
});

test("a person who cancels it at the server stops a trainer, and `gradiometer resume` goes on there", async () => {
  const there = freshHome();
  const { url } = await serverHere(there);
  const { home, runId, db } = aRun({ ...endlessConfig, steps: 3000, checkpoints: { every: 100 } });
  const trainer = startTrainer(home, ["--run", runId], { GRADIOMETER_URL: url });
  await waitFor("a checkpoint", () => listCheckpoints(db, runId).length > 0);
  await client(url).runs.cancel.mutate({ id: runId });
  expect((await trainer.exit).code).toBe(0);
  expect(runRow(db).status).toBe("cancelled");
  const remote = freshDatabase(there);
  expect(getRun(remote, runId).status).toBe("cancelled");

  const resumed = await runCli(["resume", runId, "--json"], {
    home,
    env: { GRADIOMETER_URL: url, GRADIOMETER_BACKEND: "wasm" },
  });
  expect(resumed.stderr).toContain(`recorded at ${url}/runs/${runId}`);
  expect(JSON.parse(resumed.stdout)).toMatchObject({
    status: "finished",
    attempt: 2,
    step: 3000,
    verdict: `Judged where it is recorded: ${url}/runs/${runId}`,
  });
  expect(readCursor(remote, runId)).toMatchObject({ status: "finished", attempt: 2, lastStep: 3000 });
  settleInbox(remote);
  const [loss] = remote.sqlite
    .prepare("SELECT count, first_step AS first, last_step AS last FROM series WHERE name = 'loss/rnn'")
    .all();
  expect(loss).toEqual({ count: 3000, first: 1, last: 3000 });
});

test("a server that refuses ends the training and says why", async () => {
  const there = freshHome();
  const { url } = await serverHere(there, { token: "secret" });
  const { home, runId } = aRun(endlessConfig);
  const trainer = startTrainer(home, ["--run", runId], { GRADIOMETER_URL: url, GRADIOMETER_TOKEN: "wrong" });
  expect((await trainer.exit).code).toBe(1);
  expect(trainer.errors()).toMatch(/The server at http:\S+ refuses \(401\): The token is not the one/);

  const own = await serverHere(home);
  const again = aRun(endlessConfig, home);
  const same = startTrainer(home, ["--run", again.runId], { GRADIOMETER_URL: own.url });
  expect((await same.exit).code).toBe(1);
  expect(same.errors()).toMatch(
    /refuses \(409\): .*unset GRADIOMETER_URL where it names a server of the trainer's own/,
  );

  const misspelt = startTrainer(home, ["--run", runId], { GRADIOMETER_URL: "localhost:3000" });
  expect((await misspelt.exit).code).toBe(1);
  expect(misspelt.errors()).toContain(
    'Expected GRADIOMETER_URL to be the address of a server, such as http://127.0.0.1:3000, got "localhost:3000"',
  );
});
