import type { Command } from "commander";
import { GradiometerError } from "../../../db/contract/errors";
import type { ServerContext } from "../../context";
import { followPaths } from "../../import/follow-paths";
import { importFormats } from "../../import/formats";
import { importPaths } from "../../import/import-paths";
import type { ImportedRun } from "../../import/import-run";
import { exitCodes } from "../exit-codes";
import { withContext } from "../open-context";
import { showImport } from "../present/import-progress";
import { importSummary } from "../present/import-summary";
import { note, print, printJson } from "../present/output";
import { createLocalMonitor, judgeRun } from "../training/judge-runs";

/** A server judges a million points a second; a long run is waited for so long. */
const judgingMs = 60_000;

interface ImportOptions {
  as?: string;
  name?: string;
  watch?: true;
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
    .option("--watch", "follow what grows there, until Ctrl-C")
    .option("--json", "print the runs as JSON on stdout")
    .action(importRuns);
}

async function importRuns(paths: string[], options: ImportOptions): Promise<void> {
  await withContext("create", async (ctx) => {
    const runs = options.watch ? await followHere(ctx, paths, options) : importHere(ctx, paths, options);
    for (const { runId, changed } of runs) if (changed) await judgeRun(ctx, runId, judgingMs);
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

/** Follows until Ctrl-C; a second one ends the process at once. */
async function followHere(
  ctx: ServerContext,
  paths: readonly string[],
  { as, name }: ImportOptions,
): Promise<ImportedRun[]> {
  const stop = new AbortController();
  const interrupt = () => (stop.signal.aborted ? process.exit(exitCodes.cancelled) : stop.abort());
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  const monitor = createLocalMonitor(ctx);
  const progress = showImport();
  try {
    let isFirst = true;
    return await followPaths(
      ctx,
      { paths, as, name },
      {
        signal: stop.signal,
        onBatch: (batch) => progress.add(batch),
        onUnread: ({ message }) => note(message),
        onRound(changed) {
          monitor.round();
          if (isFirst) {
            progress.end();
            note(`Following ${paths.join(", ")}; Ctrl-C ends it.`);
            isFirst = false;
          } else
            for (const { name, points } of changed)
              note(`${name}: ${points.toLocaleString("en")} new points`);
        },
      },
    );
  } finally {
    progress.end();
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

function present(ctx: ServerContext, runs: readonly ImportedRun[], { json }: ImportOptions): void {
  const unread = runs.flatMap((run) => (run.unread ? [run.unread] : []));
  const empty = runs.filter(({ isThere, unread }) => !isThere && !unread);
  const [first] = unread;
  if (first && runs.every(({ isThere }) => !isThere))
    throw new GradiometerError(first.code, unread.map(({ message }) => message).join("\n"));
  if (runs.length === 0) {
    note("Nothing came there that could be imported.");
    return;
  }
  if (empty.length === runs.length)
    throw new GradiometerError(
      "invalid",
      `No points in ${empty.map(({ source }) => source).join(", ")}: expected numbers by step, got none that can be read${empty.some(({ remarks }) => remarks.length > 0) ? `. ${empty.flatMap(({ remarks }) => remarks).join(" ")}` : ""}`,
    );
  for (const { message } of unread) note(message);
  for (const { source } of empty) note(`No points in ${source}; it is left out.`);
  const stored = runs.filter(({ isThere }) => isThere);
  if (json) printJson(stored);
  else print(importSummary(ctx, stored));
}
