import { Agent } from "node:http";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import BareDatabase from "better-sqlite3";
import { openDatabase } from "../../db/connection";
import { databaseFile } from "../../db/home";
import { startBenchServer } from "./bench-server";
import type { Benchmark } from "./benchmark";
import { checkStored } from "./count-points";
import { post } from "./post";
import { temporaryHome } from "./temporary-home";

export const connections = 8;

export interface IngestShape {
  series: number;
  steps: number;
  stepsPerBatch: number;
}

/** 100,000 points a run either way, in batches of 1,000. */
export const wide: IngestShape = { series: 200, steps: 500, stepsPerBatch: 5 };
export const narrow: IngestShape = { series: 10, steps: 10_000, stepsPerBatch: 100 };

/** The bodies of one run, as its client would make them. */
function bodiesOf(run: string, { series, steps, stepsPerBatch }: IngestShape): Buffer[] {
  return Array.from({ length: steps / stepsPerBatch }, (_, batch) => {
    const step = Array.from({ length: stepsPerBatch }, (_, index) => batch * stepsPerBatch + index);
    const wallTimeMs = step.map((at) => 1_800_000_000_000 + 10 * at);
    const columns = Array.from({ length: series }, (_, index) => [
      `layer${index}/gradient_norm`,
      { step, wallTimeMs, value: step.map((at) => Math.sin(at + index)) },
    ]);
    return Buffer.from(
      JSON.stringify({ run, attempt: 1, seq: batch + 1, series: Object.fromEntries(columns) }),
    );
  });
}

/** Sends the bodies one after the other on a connection of its own, each after the last one's acknowledgement. */
export async function send(
  url: string,
  bodies: readonly Buffer[],
  headers: Record<string, string> = {},
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (const body of bodies) {
    const { status, text } = await post(url, body, agent, headers);
    if (status !== 200) throw new Error(`Expected 200, got ${status}: ${text}`);
  }
  agent.destroy();
}

/**
 * Points a second over HTTP, each acknowledged once its batch is committed: eight runs on a connection each, batches of
 * 1,000 points in JSON columns, with wall times. It ends when every point can be read, in its series and its rollup. The
 * server is a process of its own that has taken in as much before; the bodies are made before.
 */
const ingest = (name: string, shape: IngestShape): Benchmark => ({
  name,
  unit: "points/s",
  peerIs: "bare better-sqlite3 inserts of the same rows",
  repeats: 5,
  ours: () => storeOverHttp(shape),
  peer: () => {
    const { home, remove } = temporaryHome();
    const db = new BareDatabase(join(home, "bare.db"));
    try {
      return insertBare(db, shape);
    } finally {
      db.close();
      remove();
    }
  },
});

/** Points a second from the first request until all can be read. */
export async function storeOverHttp(shape: IngestShape): Promise<number> {
  const { home, remove } = temporaryHome();
  const server = await startBenchServer(home);
  const db = openDatabase(databaseFile(home), { readonly: true });
  try {
    const points = connections * shape.series * shape.steps;
    const ingestAll = async (name: string, total: number) => {
      const runs = Array.from({ length: connections }, (_, index) => bodiesOf(`${name}-${index}`, shape));
      const startedAt = performance.now();
      await Promise.all(runs.map((bodies) => send(`${server.url}/api/ingest`, bodies)));
      while ((db.statement("SELECT sum(count) FROM series").pluck().get() as number) < total) await delay(5);
      return (performance.now() - startedAt) / 1000;
    };
    await ingestAll("before", points);
    const seconds = await ingestAll("run", 2 * points);
    checkStored(db, 2 * points);
    return points / seconds;
  } finally {
    db.close();
    await server.stop();
    remove();
  }
}

/** The same rows in the same batches of all runs by turns, one transaction each, without rollups, HTTP or JSON. */
function insertBare(db: BareDatabase.Database, { series, steps, stepsPerBatch }: IngestShape): number {
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = NORMAL");
  db.exec(
    "CREATE TABLE point (series_id INTEGER, step INTEGER, wall_time REAL, value REAL, PRIMARY KEY (series_id, step)) WITHOUT ROWID",
  );
  const insert = db.prepare("INSERT INTO point VALUES (?, ?, ?, ?)");
  const insertBatch = db.transaction((run: number, first: number) => {
    for (let index = 0; index < series; index++)
      for (let at = first; at < first + stepsPerBatch; at++)
        insert.run(run * series + index, at, 1_800_000_000_000 + 10 * at, Math.sin(at + index));
  });
  const startedAt = performance.now();
  for (let first = 0; first < steps; first += stepsPerBatch)
    for (let run = 0; run < connections; run++) insertBatch.immediate(run, first);
  return (connections * series * steps) / ((performance.now() - startedAt) / 1000);
}

export const ingestHttp = [ingest("ingest-http-wide", wide), ingest("ingest-http-narrow", narrow)];
