import type { Command } from "commander";
import { dataHome } from "../../../db/home";
import { backUpHome } from "../../backup/backup-home";
import { restoreHome } from "../../backup/restore-home";
import { withContext } from "../open-context";
import { formatBytes } from "../present/figures";
import { note, print, printJson } from "../present/output";

export function addBackupCommands(program: Command): void {
  program
    .command("backup")
    .summary("write the whole data home to one file, also while it is in use")
    .description(
      "Write database, media, checkpoints and logs to one tar archive while server and trainers go on: the database as of one moment. A file of that name is replaced once the new one is whole.",
    )
    .argument("<file>", "the archive, e.g. gradiometer.tar")
    .option("--json", "print JSON on stdout")
    .action(backup);
  program
    .command("restore")
    .summary("bring the data home to what a backup holds")
    .description(
      "Verify a backup whole, then put it in the place of what the data home holds. Refuses while a server or trainer uses the home.",
    )
    .argument("<file>", "an archive that `gradiometer backup` wrote")
    .option("--force", "even where the home holds runs: its database is set aside, not lost")
    .option("--json", "print JSON on stdout")
    .action(restore);
}

async function backup(file: string, options: { json?: true }): Promise<void> {
  await withContext("reading", async ({ db, home }) => {
    const made = await backUpHome(db, home, file);
    if (options.json) return printJson({ file, ...made });
    print(
      `${file}: ${counted(made.runs, "run")} and ${counted(made.files, "file")}, ${formatBytes(made.bytes)}`,
    );
  });
}

async function restore(file: string, options: { force?: true; json?: true }): Promise<void> {
  const home = dataHome();
  const restored = await restoreHome(home, file, options.force ?? false);
  if (options.json) return printJson({ home, ...restored });
  print(`${home} holds ${counted(restored.runs, "run")} of ${new Date(restored.createdAt).toISOString()}`);
  if (restored.setAside) note(`The database that was there before is ${restored.setAside}`);
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
