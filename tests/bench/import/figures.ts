import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase, openStore } from "../../../db/connection";
import { databaseFile } from "../../../db/home";
import type { Benchmark } from "../benchmark";
import { checkStored } from "../count-points";
import { lastJson, runBenchProcess } from "../run-process";
import { temporaryHome } from "../temporary-home";
import { loadInTensorBoard } from "./tensorboard-peer";
import { writeEventFile } from "./write-events";

const series = 20;
/** 2M points, some 130 MB; and ten times as many for what an import keeps in memory. */
const steps = 100_000;
const manySteps = 1_000_000;

/**
 * Points a second of CPU time, so that a busy machine matters little, that an import reads from an event file, checksums
 * included, and stores with their rollups, before the detectors judge the run; against TensorBoard's Python loader, which
 * keeps the points in memory. Both without the start of their process. And the most memory that an import of ten times as
 * many ever held.
 */
export const importFigures = ({ peers }: { peers: boolean }): Benchmark[] => [
  importOf(steps, {
    name: "import-tensorboard",
    unit: "points/CPU s",
    peerIs: "TensorBoard's Python loader",
    repeats: 3,
    figure: ({ seconds }) => (series * steps) / seconds,
    ...(peers && { peer: loadInTensorBoard }),
  }),
  importOf(manySteps, {
    name: "import-tensorboard-memory",
    unit: "MB",
    repeats: 1,
    figure: ({ mostBytes }) => mostBytes / 1e6,
  }),
];

interface ImportFigure extends Pick<Benchmark, "name" | "unit" | "peerIs" | "repeats"> {
  figure(measured: ImportMeasured): number;
  peer?(folder: string, points: number): Promise<number>;
}

function importOf(length: number, { figure, peer, ...rest }: ImportFigure): Benchmark {
  let folder = "";
  const points = series * length;
  return {
    ...rest,
    prepare: async () => {
      folder = mkdtempSync(join(tmpdir(), "gradiometer-bench-events-"));
      writeEventFile(join(folder, "events.out.tfevents.1700000000.bench"), series, length);
      return () => rmSync(folder, { recursive: true, force: true });
    },
    ours: async () => {
      const { home, remove } = temporaryHome();
      try {
        openStore(home).close();
        const measured = lastJson<ImportMeasured>(await runBenchProcess(["import", home, folder]));
        checkHome(home, points);
        return figure(measured);
      } finally {
        remove();
      }
    },
    ...(peer && { peer: () => peer(folder, points) }),
  };
}

/** What the importing process prints. */
interface ImportMeasured {
  seconds: number;
  mostBytes: number;
}

function checkHome(home: string, points: number): void {
  const db = openDatabase(databaseFile(home), { readonly: true });
  checkStored(db, points);
  db.close();
}
