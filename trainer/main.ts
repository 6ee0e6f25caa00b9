import { setPriority } from "node:os";
import { openDatabase } from "../db/connection";
import { GradiometerError } from "../db/contract/errors";
import { RunConfig } from "../db/contract/run-config";
import { databaseFile, dataHome } from "../db/home";
import { processStart } from "../db/process-identity";
import { claimRun, getRun } from "../db/store/runs/runs";
import { parseArguments } from "./arguments";
import { backendToGoOnWith } from "./checkpoints/backend-to-go-on-with";
import { findStart } from "./checkpoints/find-start";
import { recordRun } from "./record-run";
import { keepGoingWithoutOutput } from "./unbreakable-output";

/** Exit codes of a trainer; the launcher and the CLI read them. */
const exitCodes = { finished: 0, cancelled: 0, diverged: 3, crashed: 1 } as const;

/** Below everything a person waits for: page, server, other work on the machine. */
const lowPriority = 10;

async function main(): Promise<number> {
  const {
    runId,
    progress,
    resume,
    until,
    unattended,
    backend: requested,
    server,
  } = parseArguments(process.argv.slice(2), process.env);
  lowerPriority();
  const home = dataHome();
  const db = openDatabase(databaseFile(home));
  const attempt = claimRun(db, runId, { pid: process.pid, pidStartedAt: processStart() ?? null }, { resume });
  const run = getRun(db, runId);
  const start = findStart(db, home, run);
  const backend = backendToGoOnWith(db, run, start, requested);
  db.close();

  const cancel = new AbortController();
  // Once: a second signal ends the process the hard way.
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => cancel.abort(signal));
  return exitCodes[
    await recordRun({
      home,
      runId,
      name: run.name,
      server,
      attempt,
      config: RunConfig.parse(run.config),
      configHash: run.configHash,
      start,
      backend,
      progress,
      until,
      unattended,
      cancel,
    })
  ];
}

function lowerPriority(): void {
  try {
    setPriority(lowPriority);
  } catch {
    // Some containers forbid it; training goes on at the priority it has.
  }
}

keepGoingWithoutOutput([process.stdout, process.stderr]);
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const text = error instanceof GradiometerError ? error.message : (error as Error)?.stack;
    process.stderr.write(`${text ?? String(error)}\n`, () => process.exit(exitCodes.crashed));
  },
);
