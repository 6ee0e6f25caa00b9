import { existsSync } from "node:fs";
import { openDatabase } from "../../../db/connection";
import { RunConfig } from "../../../db/contract/run-config";
import { databaseFile } from "../../../db/home";
import { isAlive } from "../../../db/process-identity";
import { trainerRows } from "../../../server/launcher/trainer-rows";

/** A training so small that it makes hundreds of steps a second, and so long that it ends only when told to. */
export const endlessConfig = RunConfig.parse({
  workload: "temporal-order-rnn",
  steps: 1_000_000,
  sequenceLength: 10,
  hidden: 4,
  batchSize: 4,
});

/** The same with an end within a second or two. */
export const shortConfig = { ...endlessConfig, steps: 500 };

/** Ends what a test's runs left behind, told apart from strangers by the start time of the process. */
export function killTrainers(home: string): void {
  if (!existsSync(databaseFile(home))) return;
  const db = openDatabase(databaseFile(home), { readonly: true });
  for (const { pid, pidStartedAt } of trainerRows(db))
    if (pid !== null && pidStartedAt !== null && isAlive({ pid, startedAt: pidStartedAt }))
      process.kill(pid, "SIGKILL");
  db.close();
}
