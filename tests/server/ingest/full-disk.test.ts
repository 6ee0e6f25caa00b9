import { copyFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { openDatabase } from "../../../db/connection";
import { databaseFile } from "../../../db/home";
import { expectConsistent } from "../../db/brute-force";
import { serverProcess } from "../support/servers";
import { smallDisk } from "../support/small-disk";
import { post } from "./post";

const stepsPerBatch = 2000;
const names = ["loss", "gradient_norm"] as const;

function batchOf(seq: number) {
  const step = Array.from({ length: stepsPerBatch }, (_, index) => (seq - 1) * stepsPerBatch + index);
  const columns = { step, wallTimeMs: step, value: step.map(valueAt) };
  return { run: "r", seq, series: { loss: columns, gradient_norm: columns } };
}

// Digits that no packing makes small.
const valueAt = (step: number) => Math.sin(step) * 1e3;

/** Takes all but some of what is free on the disk of a folder. */
function fill(folder: string, leaveBytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(join(folder, "fill"), Buffer.alloc(bavail * bsize - leaveBytes));
}

test("on a full disk a batch is answered with 507, reads go on, and the same batch is stored once there is space", async ({
  skip,
}) => {
  const home = smallDisk(48) ?? skip("only root may mount a small disk");
  copyFileSync(inject("baseDatabase"), databaseFile(home));
  const server = await serverProcess(home);
  const send = (seq: number) => post(server.url, batchOf(seq));
  expect((await send(1)).status).toBe(200);
  fill(home, 4 * 2 ** 20);

  let seq = 2;
  let refused = await send(seq);
  for (; refused.status === 200 && seq < 1000; refused = await send(++seq));
  expect(refused.status).toBe(507);
  expect(refused.headers.get("retry-after")).toBe("1");
  expect(refused.body.error.message).toMatch(
    /^The disk that holds .*gradiometer\.db is full: .*nothing stored was lost; free some space and try again$/,
  );
  expect((await send(seq)).status, "nor the next time").toBe(507);

  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  const query = encodeURIComponent(JSON.stringify({ json: { runIds: ["r"], names: ["loss"], width: 100 } }));
  const read = await fetch(`${server.url}/api/trpc/series.read?input=${query}`);
  expect(read.status).toBe(200);
  const { result } = (await read.json()) as { result: { data: { json: [{ count: number }] } } };
  // What is acknowledged may wait in the inbox until there is space to put it into its series.
  const { count } = result.data.json[0];
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThanOrEqual((seq - 1) * stepsPerBatch);

  rmSync(join(home, "fill"));
  expect((await send(seq)).body).toMatchObject({ outcome: "stored", points: 2 * stepsPerBatch });
  expect((await send(seq)).body).toMatchObject({ outcome: "duplicate" });
  await server.end("SIGTERM");

  const db = openDatabase(databaseFile(home));
  onTestFinished(() => db.close());
  expect(db.sqlite.pragma("integrity_check", { simple: true })).toBe("ok");
  const points = new Map(Array.from({ length: seq * stepsPerBatch }, (_, step) => [step, valueAt(step)]));
  for (const name of names) expectConsistent(db, "r", name, points, (step) => step);
}, 120_000);
