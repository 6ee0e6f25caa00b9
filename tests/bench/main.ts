/**
 * npm run bench: measures the figures and prints them as a table.
 *   --only <name>   one figure, or all whose names begin with it      --json <file>   also writes them, one object a figure      --repeats <n>
 *   --peers         installs peers from PyPI (PyTorch, TensorBoard, MLflow, trackio, ...) into environments of their own and compares with them
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { formatFigure } from "../../diagnostics/format-figure";
import { runAppendChild } from "./append/child";
import { appendFigures } from "./append/figures";
import { runBare } from "./bare/main";
import type { Benchmark, Figure } from "./benchmark";
import { bucketQueries } from "./bucket-query";
import { bytesPerPointFigures } from "./bytes-per-point";
import { liveCharts } from "./charts-live/figures";
import { checkpointShares, runCheckpointsChild } from "./checkpoint-share";
import { runClientChild } from "./client/child";
import { clientFigures } from "./client/figures";
import { detectorPoints } from "./detector-points";
import { episodeOnPage } from "./episode-on-page";
import { eventsStored } from "./events-stored";
import { ganSteps } from "./gan-steps";
import { runImportChild } from "./import/child";
import { importFigures } from "./import/figures";
import { serverImport } from "./import/server-memory";
import { ingestHttp } from "./ingest-http";
import { ingestLatency } from "./ingest-latency";
import { ingestMlflow } from "./ingest-peers/mlflow";
import { ingestTrackio } from "./ingest-peers/trackio";
import { leakFigures, runLeaksChild } from "./leaks";
import { listOfRuns } from "./list-runs";
import { measure } from "./measure";
import { probeShares } from "./probe-share";
import { seriesRequest } from "./series-request";
import { runTrainingChild } from "./training/child";
import { trainingFigures } from "./training/figures";

async function main(args: string[]): Promise<void> {
  if (args[0] === "append") return runAppendChild(args.slice(1));
  if (args[0] === "bare") return runBare(args.slice(1));
  if (args[0] === "training") return runTrainingChild(args.slice(1));
  if (args[0] === "import") return runImportChild(args.slice(1));
  if (args[0] === "leaks") return runLeaksChild(args.slice(1));
  if (args[0] === "checkpoints") return runCheckpointsChild(args.slice(1));
  if (args[0] === "client") return runClientChild(args.slice(1));
  const { values } = parseArgs({
    args,
    options: {
      only: { type: "string" },
      json: { type: "string" },
      repeats: { type: "string" },
      peers: { type: "boolean", default: false },
    },
  });
  const benchmarks: Benchmark[] = [
    ...ganSteps,
    ...trainingFigures(values),
    ...probeShares,
    ...checkpointShares,
    ...leakFigures,
    eventsStored,
    ...appendFigures,
    ...ingestHttp,
    ...(values.peers ? [ingestMlflow, ...ingestTrackio] : []),
    ...ingestLatency,
    ...clientFigures(values),
    ...bucketQueries,
    seriesRequest,
    ...bytesPerPointFigures,
    listOfRuns,
    ...importFigures(values),
    ...serverImport,
    detectorPoints,
    ...liveCharts,
    ...episodeOnPage,
  ];
  const names = benchmarks.map(({ name }) => name);
  const asked = (name: string) =>
    values.only === undefined || name === values.only || name.startsWith(`${values.only}-`);
  if (!names.some(asked))
    throw new Error(`Expected --only to name one of ${names.join(", ")}; got "${values.only}"`);
  const repeats = values.repeats === undefined ? undefined : Number(values.repeats);
  if (repeats !== undefined && !(Number.isInteger(repeats) && repeats > 0))
    throw new Error(`Expected --repeats to be a whole number from 1; got "${values.repeats}"`);

  const figures: Figure[] = [];
  print(["figure", "value", "unit", "peer", "ratio", "spread", "repeats"]);
  for (const benchmark of benchmarks) {
    if (!asked(benchmark.name) || (benchmark.onlyByName && values.only === undefined)) continue;
    const lacking = benchmark.lacks?.();
    if (lacking) {
      print([benchmark.name, "skipped"], `  ${lacking}`);
      continue;
    }
    const figure = await measure(benchmark, repeats);
    figures.push(figure);
    printFigure(figure, benchmark);
  }
  if (values.json) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
}

const widths = [28, 11, 12, 11, 8, 11, 8];

function print(cells: string[], after = ""): void {
  const row = cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" ");
  process.stdout.write(`${row.trimEnd()}${after}\n`);
}

function printFigure(figure: Figure, { peerIs }: Benchmark): void {
  const { name, value, unit, peer, ratio, spread, repeats, note } = figure;
  const cell = (number: number | null) => (number === null ? "" : formatFigure(number));
  const remark = note ?? (peer === null ? "" : `peer: ${peerIs}`);
  print(
    [name, cell(value), unit, cell(peer), cell(ratio), cell(spread), String(repeats)],
    remark ? `  ${remark}` : "",
  );
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
});
