import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openDatabase } from "../../../db/connection";
import type { ImportJob } from "../../../db/contract/import-job";
import { databaseFile } from "../../../db/home";
import { quantile } from "../../../diagnostics/statistics/summary";
import { startBenchServer } from "../bench-server";
import type { Benchmark } from "../benchmark";
import { mostBytesOf } from "../most-bytes";
import { temporaryHome } from "../temporary-home";

const series = 50;
const steps = 2_000_000;
/** A request that costs nothing waits for the event loop alone. */
const pingEveryMs = 20;

interface Measured {
  mostBytes: number;
  pingMs: number;
}

let measured: Promise<Measured> | undefined;

function writeCsv(file: string): void {
  const descriptor = openSync(file, "w");
  writeSync(
    descriptor,
    `step,${Array.from({ length: series }, (_, index) => `layer${index}/norm`).join(",")}\n`,
  );
  const cells = Array.from({ length: 1000 }, (_, at) => Math.sin(at).toFixed(5));
  for (let from = 0; from < steps; from += 1000) {
    const lines = Array.from({ length: 1000 }, (_, at) => {
      const row = Array.from({ length: series }, (_, index) => cells[(at * 7 + index * 13 + from) % 1000]);
      return `${from + at},${row.join(",")}\n`;
    });
    writeSync(descriptor, lines.join(""));
  }
  closeSync(descriptor);
}

async function importThroughServer(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "gradiometer-bench-csv-"));
  const { home, remove } = temporaryHome();
  writeCsv(join(folder, "long.csv"));
  const server = await startBenchServer(home);
  try {
    const asked = await fetch(`${server.url}/api/import`, {
      method: "POST",
      body: JSON.stringify({ path: join(folder, "long.csv") }),
    });
    let job = (await asked.json()) as ImportJob;
    const took: number[] = [];
    while (job.state === "running") {
      const startedAt = performance.now();
      job = (await (await fetch(`${server.url}/api/import/${job.id}`)).json()) as ImportJob;
      took.push(performance.now() - startedAt);
      await delay(pingEveryMs);
    }
    if (job.state === "failed") throw new Error(`The import failed: ${job.message}`);
    checkCount(home, series * steps);
    return { mostBytes: mostBytesOf(server.pid), pingMs: quantile(took, 0.99) };
  } finally {
    await server.stop();
    remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkCount(home: string, expected: number): void {
  const db = openDatabase(databaseFile(home), { readonly: true });
  const stored = db.statement("SELECT sum(count) FROM series").pluck().get();
  db.close();
  if (stored !== expected) throw new Error(`Expected ${expected} points, found ${stored}`);
}

const figure = (name: string, unit: string, of: (measured: Measured) => number): Benchmark => ({
  name,
  unit,
  repeats: 1,
  onlyByName: true,
  ours: async () => {
    measured ??= importThroughServer();
    return of(await measured);
  },
});

/**
 * The most memory that a server ever held while it imported 100 million points (a CSV file of 50 series), its detectors'
 * judgement of them included as far as it came meanwhile, and the 99th percentile of how long a small request waited then.
 * Takes minutes, so it is measured by name only: `--only import-server`.
 */
export const serverImport: Benchmark[] = [
  figure("import-server-memory", "MB", ({ mostBytes }) => mostBytes / 1e6),
  figure("import-server-wait", "ms", ({ pingMs }) => pingMs),
];
