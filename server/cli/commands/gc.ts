import type { Command } from "commander";
import { collectGarbage } from "../../upkeep/collect-garbage";
import { withContext } from "../open-context";
import { formatBytes } from "../present/figures";
import { note, print, printJson } from "../present/output";

export function addGcCommand(program: Command): void {
  program
    .command("gc")
    .summary("remove what nothing names any more")
    .description(
      "Delete the runs that the retention rule gives up (gradiometer retention; none at first). Remove the images, checkpoints and logs that no run names, drafts of processes that died, and the points of deleted runs. Files of the last hour stay: their rows may be on the way.",
    )
    .option("--dry-run", "only say what would go")
    .option("--json", "print JSON on stdout")
    .action(gc);
}

function gc(options: { dryRun?: true; json?: true }): void {
  withContext(options.dryRun ? "reading" : "existing", ({ db, home }) => {
    const garbage = collectGarbage(db, home, options.dryRun ?? false);
    if (options.json) return printJson({ ...garbage, removed: !options.dryRun });
    for (const { id, name, status, endedAt } of garbage.runs)
      note(`- run ${id} (${name}), ${status} ${new Date(endedAt).toISOString().slice(0, 10)}`);
    for (const { file } of garbage.files) note(`- ${file}`);
    const went = options.dryRun ? "would go" : "removed";
    print(
      `${garbage.runs.length} runs, ${garbage.files.length} files (${formatBytes(garbage.bytes)}) and the points of ${garbage.series} series ${went}`,
    );
  });
}
