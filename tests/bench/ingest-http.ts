import { Agent, request } from "node:http";
import { openDatabase } from "../../db/connection";
import { databaseFile } from "../../db/home";
import { startBenchServer } from "./bench-server";
import type { Benchmark } from "./benchmark";
import { temporaryHome } from "./temporary-home";

const connections = 8;

interface Shape {
  series: number;
  steps: number;
  stepsPerBatch: number;
}

/** 100,000 points a run either way, in batches of 1,000. */
const wide: Shape = { series: 200, steps: 500, stepsPerBatch: 5 };
const narrow: Shape = { series: 10, steps: 10_000, stepsPerBatch: 100 };

/** The bodies of one run, as its client would make them. */
function bodiesOf(run: string, { series, steps, stepsPerBatch }: Shape): Buffer[] {
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
async function send(url: string, bodies: readonly Buffer[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (const body of bodies) {
    const { status, text } = await post(`${url}/api/ingest`, body, agent);
    if (status !== 200) throw new Error(`Expected 200, got ${status}: ${text}`);
  }
  agent.destroy();
}

function post(url: string, body: Buffer, agent: Agent): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": body.length };
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on("error", reject).end(body);
  });
}

/**
 * Points a second over HTTP, each acknowledged once its batch is committed: eight runs on a connection each, batches of
 * 1,000 points in JSON columns, with wall times. The server is a process of its own; the bodies are made before.
 */
const ingest = (name: string, shape: Shape): Benchmark => ({
  name,
  unit: "points/s",
  repeats: 5,
  ours: async () => {
    const { home, remove } = temporaryHome();
    const server = await startBenchServer(home);
    try {
      const runs = Array.from({ length: connections }, (_, index) => bodiesOf(`run-${index}`, shape));
      const startedAt = performance.now();
      await Promise.all(runs.map((bodies) => send(server.url, bodies)));
      const seconds = (performance.now() - startedAt) / 1000;
      return checkStored(home, connections * shape.series * shape.steps) / seconds;
    } finally {
      await server.stop();
      remove();
    }
  },
});

function checkStored(home: string, expected: number): number {
  const db = openDatabase(databaseFile(home), { readonly: true });
  const stored = db.statement("SELECT count(*) FROM point").pluck().get() as number;
  const rolledUp = db.statement("SELECT sum(count) FROM rollup").pluck().get() as number;
  db.close();
  if (stored !== expected || rolledUp !== expected)
    throw new Error(`Expected ${expected} points and as many in rollups, found ${stored} and ${rolledUp}`);
  return stored;
}

export const ingestHttp = [ingest("ingest-http-wide", wide), ingest("ingest-http-narrow", narrow)];
