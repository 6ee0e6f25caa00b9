import { openDatabase } from "../../../db/connection";
import { databaseFile } from "../../../db/home";
import { importPaths } from "../../../server/import/import-paths";
import { mostBytesOf } from "../most-bytes";

/** `import <home> <path>`: imports without judging; prints its seconds of CPU time and the most memory the process held, in bytes. */
export function runImportChild([home = "", path = ""]: string[]): void {
  const db = openDatabase(databaseFile(home));
  const before = process.cpuUsage();
  const steps = importPaths({ db, home }, { paths: [path] });
  while (!steps.next().done);
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  db.close();
  process.stdout.write(`${JSON.stringify({ seconds, mostBytes: mostBytesOf(process.pid) })}\n`);
}
