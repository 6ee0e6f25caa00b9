/**
 * npm run bench: measures the figures and prints them as a table.
 *   --only <name>   one figure, or all whose names begin with it      --json <file>   also writes them, one object a figure      --repeats <n>
 *   --peers         installs PyTorch into a virtual environment of its own and compares the native backend with it
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { formatFigure } from "../../diagnostics/format-figure";
import { runBare } from "./bare/main";
import type { Benchmark, Figure } from "./benchmark";
import { bucketQueries } from "./bucket-query";
import { bytesPerPointFigures } from "./bytes-per-point";
import { liveCharts } from "./charts-live/figures";
import { checkpointShares } from "./checkpoint-share";
import { detectorPoints } from "./detector-points";
import { eventsStored } from "./events-stored";
import { ganSteps } from "./gan-steps";
import { ingestHttp } from "./ingest-http";
import { ingestLatency } from "./ingest-latency";
import { leakFigures, runLeaksChild } from "./leaks";
import { measure } from "./measure";
import { probeShares } from "./probe-share";
import { runTrainingChild } from "./training/child";
import { trainingFigures } from "./training/figures";

async function main(args: string[]): Promise<void> {
  if (args[0] === "bare") return runBare(args.slice(1));
  if (args[0] === "training") return runTrainingChild(args.slice(1));
  if (args[0] === "leaks") return runLeaksChild();
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
    ...ingestHttp,
    ...ingestLatency,
    bucketQuery,
