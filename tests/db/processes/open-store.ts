import { openStore } from "../../../db/connection";
import { GradiometerError } from "../../../db/contract/errors";

/** Opens the store of a home, creating it where there is none; prints its version or the error's code. */
const [home, startAt] = process.argv.slice(2) as [string, string];
// All at one moment, so that they meet in the migration.
while (Date.now() < Number(startAt));
try {
  const db = openStore(home);
  process.stdout.write(`version ${db.sqlite.pragma("user_version", { simple: true })}\n`);
  db.close();
} catch (error) {
  if (!(error instanceof GradiometerError)) throw error;
  process.stdout.write(`${error.code}: ${error.message}\n`);
}
