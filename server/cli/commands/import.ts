import type { Command } from "commander";
import { GradiometerError } from "../../../db/contract/errors";
import type { ServerContext } from "../../context";
import { importFormats } from "../../import/formats";
import { importPaths } from "../../import/import-paths";
import type { ImportedRun } from "../../import/import-run";
import { withContext } from "../open-context";
import { showImport } from "../present/import-progress";
import { importSummary } from "../present/import-summary";
import { note, print, printJson } from "../present/output";
import { judgeRun } from "../training/judge-runs";

interface ImportOptions {
  as?: string;
  name?: string;
  json?: true;
}

export function addImportCommand(program: Command): void {
  program
    .command("import")
    .summary("record runs from the files of another program")
    .description(
      "Record the runs that other programs left in files, and run the detectors over them. Importing again adds what is new.",
    )
    .argument("<path...>", "files, or folders to look through")
    .option(
      "--as <format>",
      `${importFormats.map(({ name }) => name).join(", ")}; judged by its looks otherwise`,
    )
    .option("--name <name>", "name of the run")
    .option("--json", "print the runs as JSON on stdout")
    .action(importRuns);
}

async function importRuns(paths: string[], options: ImportOptions): Promise<void> {
  await withContext("create", async (ctx) => {
    const runs = importHere(ctx, paths, options);
    for (const { runId, changed } of runs) if (changed) await judgeRun(ctx, runId);
    present(ctx, runs, options);
  });
}

/** Imports with the progress on stderr. */
function importHere(
  ctx: ServerContext,
  paths: readonly string[],
  { as, name }: ImportOptions,
): ImportedRun[] {
  const progress = showImport();
  try {
    const steps = importPaths(ctx, { paths, as, name });
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      progress.add(step.value);
    }
  } finally {
    progress.end();
  }
}

function present(ctx: ServerContext, runs: readonly ImportedRun[], { json }: ImportOptions): void {
  const empty = runs.filter(({ isThere }) => !isThere);
  if (empty.length === runs.length)
    throw new GradiometerError(
      "invalid",
      `No points in ${empty.map(({ source }) => source).join(", ")}: expected numbers by step, got none that can be read${empty.some(({ remarks }) => remarks.length > 0) ? `. ${empty.flatMap(({ remarks }) => remarks).join(" ")}` : ""}`,
    );
  for (const { source } of empty) note(`No points in ${source}; it is left out.`);
  const stored = runs.filter(({ isThere }) => isThere);
  if (json) printJson(stored);
  else print(importSummary(ctx, stored));
}
