import { statSync } from "node:fs";
import type { Command } from "commander";
import { withStorageErrors } from "../../../db/storage-errors";
import { compactableRuns, compactRun } from "../../../db/store/points/compact-run";
import { lockHolder } from "../../home/lock-home";
import { trainerRows } from "../../launcher/trainer-rows";
import { withContext } from "../open-context";
import { formatBytes } from "../present/figures";
import { note, print, printJson } from "../present/output";
import { parseRunId } from "../settings/parse-run-id";

export function addCompactCommand(program: Command): void {
  program
    .command("compact")
    .summary("pack the points of runs that have ended")
    .description(
      "Pack the points of runs that have ended, bitwise as they are, into two thirds of the space, or a quarter where an older version recorded them. Charts read them as before, and a run that is resumed goes on behind them.",
    )
    .argument("[runs...]", "ids of the runs; all that have ended when left out")
    .option("--json", "print JSON on stdout")
    .action(compact);
}

function compact(names: string[], options: { json?: true }): void {
  const ids = names.map(parseRunId);
  withContext("existing", ({ db, home }) => {
    const sizeOf = () => statSync(db.file).size;
    db.sqlite.pragma("wal_checkpoint(TRUNCATE)");
    const before = sizeOf();
    let points = 0;
    const runs = ids.length > 0 ? ids : compactableRuns(db);
    for (const id of runs) {
      const packed = compactRun(db, id);
      points += packed;
      if (!options.json && packed > 0) note(`- ${id}: ${packed} points`);
    }
    // Giving space back rewrites the file, which whoever records meanwhile would wait for.
    const inUse = lockHolder(home) !== undefined || trainerRows(db).length > 0;
    if (points > 0 && !inUse) withStorageErrors(db.file, () => db.sqlite.exec("VACUUM"));
    db.sqlite.pragma("wal_checkpoint(TRUNCATE)");
    const after = sizeOf();
    if (options.json) return printJson({ runs: runs.length, points, bytesBefore: before, bytesAfter: after });
    print(`${points} points packed: ${formatBytes(before)} before, ${formatBytes(after)} now`);
    if (points > 0 && inUse)
      note(
        "A server or trainer is at work: the freed space is used for new points; compact again without one to shrink the file.",
      );
  });
}
