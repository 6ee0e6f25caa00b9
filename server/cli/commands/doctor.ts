import type { Command } from "commander";
import { openDatabase } from "../../../db/connection";
import { GradiometerError } from "../../../db/contract/errors";
import { databaseFile, dataHome } from "../../../db/home";
import { storageError } from "../../../db/storage-errors";
import { isWritable, openAsItIs } from "../../home/open-for-reading";
import { examine, type Finding } from "../../upkeep/doctor";
import { exitCodes } from "../exit-codes";
import { announceCopy } from "../open-context";
import { print, printJson } from "../present/output";

export function addDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .summary("examine the data home and say what to do")
    .description(
      "Examine the data home: integrity, references, rollups against their points, files against their rows, log, disk, trainers. Reads every point there is. Exit code 6 where something fails.",
    )
    .option("--fix", "make wrong rollups again and write the log back; loses nothing")
    .option("--json", "print JSON on stdout")
    .action(doctor);
}

function doctor(options: { fix?: true; json?: true }): void {
  const findings: Finding[] = [];
  for (const finding of examineHome(options.fix ?? false)) {
    findings.push(finding);
    if (!options.json) print(`${finding.level.padEnd(4)}  ${finding.check.padEnd(15)}  ${finding.says}`);
  }
  if (options.json) printJson(findings);
  if (findings.some(({ level }) => level === "fail")) process.exitCode = exitCodes.storage;
}

/** A database that cannot be opened or read to its end is a finding like the others. */
function* examineHome(fix: boolean): Generator<Finding> {
  const home = dataHome();
  const file = databaseFile(home);
  try {
    const db = fix || isWritable(home) ? openDatabase(file) : openAsItIs(home, announceCopy);
    try {
      yield* examine({ db, home, fix });
    } finally {
      db.close();
    }
  } catch (error) {
    const known = error instanceof GradiometerError ? error : storageError(file, error);
    // That there is none is no finding about it.
    if (!known || known.code === "not-found") throw error;
    yield { check: "database", level: "fail", says: known.message };
  }
}
