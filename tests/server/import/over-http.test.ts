import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ImportJob } from "../../../db/contract/import-job";
import { listBranches } from "../../../db/store/branches/branches";
import { listEpisodes } from "../../../db/store/episodes/list-episodes";
import { getRun } from "../../../db/store/runs/runs";
import { listSeries } from "../../../db/store/series/series";
import { emptyHome, freshDatabase, freshHome } from "../../setup/database";
import { serverHere } from "../support/servers";
import { waitFor } from "../support/wait-for";
import { lightningLogger } from "./lightning-logger";

const trace = Array.from({ length: 200 }, (_, step) =>
  JSON.stringify({
    step,
    metrics: { loss: 1, gradient_norm: step === 150 ? 4000 : 1 + 0.1 * Math.sin(step) },
  }),
).join("\n");

async function server() {
  const home = freshHome();
  const { url } = await serverHere(home);
  const ask = async (path: string, init?: RequestInit) => {
    const answer = await fetch(`${url}/api/import${path}`, init);
    return { status: answer.status, body: (await answer.json()) as ImportJob };
  };
  const ended = async (id: string) => {
    let job: ImportJob | undefined;
    await waitFor("the import to end", async () => {
      job = (await ask(`/${id}`)).body;
      return job.state !== "running";
    });
    return job as ImportJob;
  };
  return { home, db: freshDatabase(home), ask, ended };
}

const postPath = (path: string): RequestInit => ({ method: "POST", body: JSON.stringify({ path }) });

test("a path on the server's machine is imported beside the pages, and its episodes come", async () => {
  const { db, ask, ended } = await server();
  const file = join(emptyHome(), "trace.jsonl");
  writeFileSync(file, `${trace}\n`);
  const { status, body } = await ask("", postPath(file));
  expect({ status, state: body.state }).toEqual({ status: 202, state: "running" });
  const job = await ended(body.id);
  expect(job).toMatchObject({
    state: "done",
    points: 400,
    message: null,
    runs: [{ name: "trace", points: 400 }],
  });
  const { runId } = job.runs[0]!;
  expect(getRun(db, runId).status).toBe("finished");
  await waitFor("the episode", () => listEpisodes(db, { runIds: [runId] }).length > 0);
  expect(listEpisodes(db, { runIds: [runId] })).toMatchObject([
    { kind: "exploding_gradient", startStep: 150 },
  ]);
});

test("an uploaded file is imported and removed; the same one again adds nothing", async () => {
  const { home, ask, ended } = await server();
  for (const points of [400, 0]) {
    const { body } = await ask("?file=..%2Ftrace.jsonl", { method: "POST", body: `${trace}\n` });
    expect(await ended(body.id)).toMatchObject({ state: "done", source: "trace.jsonl", points });
  }
  await waitFor("uploads to be removed", () => readdirSync(join(home, "uploads")).length === 0);
  expect(existsSync(join(home, "trace.jsonl"))).toBe(false);
});

test("Lightning's metrics.csv that is sent again after it got a new column is the same run", async () => {
  const { db, ask, ended } = await server();
  const file = join(emptyHome(), "metrics.csv");
  const logger = lightningLogger(file);
  const send = async () => {
    const { body } = await ask("?file=metrics.csv", { method: "POST", body: readFileSync(file) });
    return ended(body.id);
  };
  logger.log(0, { loss: 1 });
  logger.log(1, { loss: 0.5 });
  logger.save();
  const first = await send();
  expect(first).toMatchObject({ points: 2, runs: [{ name: "metrics" }] });
  logger.log(2, { acc: 0.5 });
  logger.save();
  const { runId } = first.runs[0]!;
  expect(await send()).toMatchObject({ points: 1, message: null, runs: [{ runId, points: 1 }] });
  expect(listSeries(db, runId).map(({ name, count }) => [name, count])).toEqual([
    ["acc", 1],
    ["loss", 2],
  ]);
  expect(listBranches(db, runId)).toEqual([]);
});

test("a folder with a file that cannot be read is imported but for it, and says so", async () => {
  const { ask, ended } = await server();
  const folder = emptyHome();
  writeFileSync(join(folder, "a.csv"), "step,loss\n0,1\n");
  writeFileSync(join(folder, "trainer_state.json"), '{"log_history": [');
  const { body } = await ask("", postPath(folder));
  expect(await ended(body.id)).toMatchObject({
    state: "done",
    message: expect.stringMatching(/trainer_state\.json: expected .* was it cut off\?$/),
    runs: [{ name: "a", points: 1 }],
  });
});

test("an upload may have a name of any language and length, but none that a file cannot have", async () => {
  const { ask, ended } = await server();
  const file = (name: string) =>
    ask(`?file=${encodeURIComponent(name)}`, { method: "POST", body: "step,loss\n0,1\n" });
  const { body } = await file(`${"損失".repeat(150)}.csv`);
  expect(await ended(body.id)).toMatchObject({ state: "done", points: 1 });
  for (const name of ["\u0000.csv", "a\nb.csv"]) expect((await file(name)).status).toBe(400);
});

test("what cannot be imported says why", async () => {
  const { ask, ended } = await server();
  const { body } = await ask("", postPath("/nowhere/at/all"));
  expect(await ended(body.id)).toMatchObject({
    state: "failed",
    message: "Nothing to import at /nowhere/at/all: there is no such file or folder",
  });
  const upload = await ask("?file=notes.txt", { method: "POST", body: "nothing" });
  expect((await ended(upload.body.id)).message).toContain("no file there is of a format that is understood");
  expect((await ask("", { method: "POST", body: "{" })).status).toBe(400);
  expect((await ask("", { method: "POST", body: '{"pfad":"x"}' })).status).toBe(400);
  expect((await ask("?file=..", { method: "POST", body: "x" })).status).toBe(400);
  expect((await ask("/nosuchjob")).status).toBe(404);
  expect((await ask("", { method: "DELETE" })).status).toBe(405);
});
