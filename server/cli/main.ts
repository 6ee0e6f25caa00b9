import { GradiometerError } from "../../db/contract/errors";
import { exitCodeOfError, exitCodes } from "./exit-codes";
import { note } from "./present/output";
import { createProgram } from "./program";

/** The one place where errors become sentences and exit codes. */
function report(error: unknown): void {
  if (error instanceof GradiometerError) {
    note(error.message);
    process.exitCode = exitCodeOfError(error.code);
    return;
  }
  note(
    `Gradiometer failed in a way it did not expect; please report this.\n${error instanceof Error ? error.stack : String(error)}`,
  );
  process.exitCode = exitCodes.failure;
}

// A reader that closes its pipe early (head, less) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(exitCodes.success);
  throw error;
});

await createProgram().parseAsync().catch(report);
