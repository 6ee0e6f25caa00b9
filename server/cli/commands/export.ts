import { statSync } from "node:fs";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Command, Option } from "commander";
import { GradiometerError } from "../../../db/contract/errors";
import { type ExportFormat, exportFormatNames } from "../../../db/contract/export";
import { allRunIds } from "../../../db/store/runs/find-run";
import { writeStreamed } from "../../../db/write-streamed";
import { exportRun } from "../../export/export-run";
import { recordsAny } from "../../export/points-of-run";
import { withContext } from "../open-context";
import { note, print, printJson } from "../present/output";
import { parseRunId } from "../settings/parse-run-id";

interface ExportCommandOptions {
  all?: true;
  format: ExportFormat;
  out: string;
  series: string;
  wide?: true;
  json?: true;
}

export function addExportCommand(program: Command): void {
  program
    .command("export")
    .summary("write runs as CSV, JSON Lines, Parquet or TensorBoard events")
    .description(
      "Write the points of runs, one file a run, as they are stored: every step, non-finite values as themselves. Memory does not grow with the run.",
    )
    .argument("[runs...]", "ids of the runs")
    .option("--all", "every run")
    .addOption(new Option("--format <name>", "format").choices(exportFormatNames).default("csv"))
    .option(
      "--out <path>",
      "a file for one run, a folder for several and for tensorboard; - is stdout (one run)",
      ".",
    )
    .option("--series <glob>", "only series whose name matches, e.g. 'loss/*'", "*")
    .option("--wide", "CSV with a line a step and a column a series")
    .option("--json", "print what was written as JSON on stdout")
    .action(exportRuns);
}

async function exportRuns(names: string[], options: ExportCommandOptions): Promise<void> {
  const ids = names.map(parseRunId);
  check(ids, options);
  await withContext("reading", async ({ db }) => {
    const chosen = { format: options.format, wide: options.wide ?? false, series: options.series };
    if (options.out === "-") {
      const { chunks } = exportRun(db, { runId: ids[0] as string, ...chosen });
      return pipeline(chunks, process.stdout, { end: false });
    }
    const runIds = options.all ? allRunIds(db) : ids;
    const written: { run: string; file: string; bytes: number }[] = [];
    for (const runId of runIds) {
      if (runIds.length > 1 && !recordsAny(db, runId, options.series)) {
        note(`Run ${runId} has no series that matches "${options.series}"; it is left out.`);
        continue;
      }
      const { fileName, chunks } = exportRun(db, { runId, ...chosen });
      const file = placeOf(runId, fileName, options, runIds.length);
      const bytes = await writeStreamed(file, chunks);
      written.push({ run: runId, file, bytes });
      if (!options.json) print(`${file}  ${bytes} bytes`);
    }
    if (options.json) printJson(written);
    else if (written.length === 0) note("No runs to export.");
  });
}

function check(ids: readonly string[], { all, format, out, wide }: ExportCommandOptions): void {
  if (all ? ids.length > 0 : ids.length === 0)
    throw new GradiometerError(
      "invalid",
      "Expected the ids of runs, or --all; `gradiometer runs` lists them",
    );
  if (out === "-" && (all || ids.length > 1))
    throw new GradiometerError(
      "invalid",
      "Expected one run for --out -, got several; name a folder for them",
    );
  if (wide && format !== "csv")
    throw new GradiometerError("invalid", `--wide is a form of CSV, got --format ${format}`);
}

/** TensorBoard takes the folder of an event file for a run, so there each has a folder of its own. */
function placeOf(
  runId: string,
  fileName: string,
  { format, out }: ExportCommandOptions,
  runs: number,
): string {
  if (format === "tensorboard") return join(out, runId, fileName);
  const isFolder =
    runs > 1 || out.endsWith("/") || statSync(out, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? join(out, basename(fileName)) : out;
}
