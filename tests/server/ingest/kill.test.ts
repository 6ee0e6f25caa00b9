import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../../../db/connection";
import { databaseFile } from "../../../db/home";
import { expectConsistent } from "../../db/brute-force";
import { freshHome } from "../../setup/database";
import { type ServerProcess, serverProcess } from "../support/servers";
import { post } from "./post";

/** GRADIOMETER_KILLS=50 asks for the long version. */
const kills = Number(process.env.GRADIOMETER_KILLS ?? 5);
const stepsPerBatch = 20;
const names = ["loss", "gradient_norm", "late"] as const;

/** Batch `seq` of a client that is so fast that its points wait in the inbox. */
function wideBatchOf(run: string, seq: number) {
  const step = Array.from({ length: 50 }, (_, index) => (seq - 1) * 50 + index);
  const columns = { step, wallTimeMs: step, value: step.map((at) => valueAt(at, seq)) };
  return { run, seq, series: Object.fromEntries(wideNames.map((name) => [name, columns])) };
}

const wideNames = Array.from({ length: 60 }, (_, index) => `layer${index}`);

/** Batch `seq` of a client. `late` repeats the steps of the batch before with other values. */
function batchOf(run: string, seq: number) {
  const steps = (from: number) => Array.from({ length: stepsPerBatch }, (_, index) => from + index);
  const now = steps((seq - 1) * stepsPerBatch);
  const late = seq === 1 ? now : steps((seq - 2) * stepsPerBatch).concat(now);
  const columns = (step: number[]) => ({ step, wallTimeMs: step, value: step.map((at) => valueAt(at, seq)) });
  return { run, seq, series: { loss: columns(now), gradient_norm: columns(now), late: columns(late) } };
}

const valueAt = (step: number, seq: number): number | "NaN" =>
  step % 50 === 49 ? "NaN" : Math.sin(step) * seq;

/** What the store should hold after the first `batches`. */
function expectedPoints(name: (typeof names)[number], batches: number): Map<number, number> {
  const points = new Map<number, number>();
  for (let seq = 1; seq <= batches; seq++) {
    const { step, value } = batchOf("", seq).series[name];
    for (const [index, at] of step.entries()) points.set(at, Number(value[index]));
  }
  return points;
}

/** Sends one batch after the other, each until it is acknowledged; returns how many were. */
async function sendUntil(
  stopped: () => boolean,
  url: () => string,
  batchAt: (seq: number) => object,
): Promise<number> {
  for (let seq = 1; ; ) {
    if (stopped()) return seq - 1;
    const answer = await post(url(), batchAt(seq)).catch(() => undefined);
    if (answer?.status === 200) seq++;
    else if (answer && answer.status !== 503)
      throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
    else await delay(20);
  }
}

test(`a server killed with -9 at ${kills} random moments has each acknowledged point once, and rollups equal brute force`, {
  timeout: 60_000 + kills * 10_000,
}, async () => {
  const home = freshHome();
  let server: ServerProcess = await serverProcess(home);
  let stopped = false;
  onTestFinished(() => {
    stopped = true;
  });
  const runs = ["one", "two"];
  const wide = ["wide-one", "wide-two"];
  const send = (batchAt: (seq: number) => object) =>
    sendUntil(
      () => stopped,
      () => server.url,
      batchAt,
    );
  const sending = [
    ...runs.map((run) => send((seq) => batchOf(run, seq))),
    ...wide.map((run) => send((seq) => wideBatchOf(run, seq))),
  ];
  const failed = Promise.all(sending);
  for (let kill = 0; kill < kills; kill++) {
    await Promise.race([delay(30 + 400 * Math.random()), failed]);
    await server.end("SIGKILL");
    server = await serverProcess(home);
  }
  await delay(200);
  stopped = true;
  const acknowledged = await Promise.all(sending);
  await server.end("SIGTERM");

  const db = openDatabase(databaseFile(home));
  onTestFinished(() => db.close());
  expect(db.sqlite.pragma("integrity_check", { simple: true })).toBe("ok");
  for (const [index, run] of runs.entries()) {
    const batches = acknowledged[index] as number;
    expect(batches).toBeGreaterThan(0);
    for (const name of names) expectConsistent(db, run, name, expectedPoints(name, batches), (step) => step);
  }
  for (const [index, run] of wide.entries()) {
    const batches = acknowledged[runs.length + index] as number;
    expect(batches).toBeGreaterThan(0);
    const points = new Map<number, number>();
    for (let seq = 1; seq <= batches; seq++)
      for (const at of wideBatchOf(run, seq).series.layer0?.step ?? [])
        points.set(at, Number(valueAt(at, seq)));
    for (const name of wideNames.filter((_, place) => place % 20 === 0))
      expectConsistent(db, run, name, points, (step) => step);
  }
});
