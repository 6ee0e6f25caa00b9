import { openStore } from "../../../db/connection";
import { quantile } from "../../../diagnostics/statistics/summary";
import type { Benchmark } from "../benchmark";
import { lastJson, runBenchProcess } from "../run-process";
import { temporaryHome } from "../temporary-home";
import type { Appended } from "./child";

const processes = 4;
/** Until all of them have started and warmed up. */
const startMs = 5_000;

async function appendAtOnce(kind: "ours" | "bare", everyMs: number): Promise<Appended[]> {
  const { home, remove } = temporaryHome();
  try {
    openStore(home).close();
    const when = String(Date.now() + startMs);
    return await Promise.all(
      Array.from({ length: processes }, async (_, place) =>
        // A write that found the file busy for too long ends the process, and so the measurement.
        lastJson<Appended>(
          await runBenchProcess(["append", kind, home, String(place), when, String(everyMs)]),
        ),
      ),
    );
  } finally {
    remove();
  }
}

const rateOf = (all: readonly Appended[]): number => {
  const points = all.reduce((total, one) => total + one.points, 0);
  const ms =
    Math.max(...all.map(({ endedAt }) => endedAt)) - Math.min(...all.map(({ startedAt }) => startedAt));
  return (1000 * points) / ms;
};

const slowest = (all: readonly Appended[]): number =>
  quantile(
    all.flatMap(({ took }) => took),
    0.99,
  );

const figure = (
  name: string,
  unit: string,
  everyMs: number,
  of: (all: readonly Appended[]) => number,
): Benchmark => ({
  name,
  unit,
  peerIs: "bare better-sqlite3 inserts of the same rows by four processes",
  repeats: 3,
  ours: async () => of(await appendAtOnce("ours", everyMs)),
  peer: async () => of(await appendAtOnce("bare", everyMs)),
});

/**
 * Four trainers that record 200 series each into one file, 25 steps a batch: points a second of all together, as fast as
 * they can; and how long one in a hundred batches takes or longer, waiting for the others included, where each brings 100,000
 * points a second.
 */
export const appendFigures = [
  figure("append-four-processes", "points/s", 0, rateOf),
  figure("append-four-processes-p99", "ms", 50, slowest),
];
