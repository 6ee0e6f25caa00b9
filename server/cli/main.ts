import { GradiometerError } from "../../db/contract/errors";
import { storageError } from "../../db/storage-errors";
import { exitCodeOfError, exitCodes } from "./exit-codes";
import { note } from "./present/output";
import { createProgram } from "./program";

/** The one place where errors become sentences and exit codes. */
function report(error: unknown): void {
  const known = error instanceof GradiometerError ? error : systemError(error);
  if (known) {
    note(known.message);
    process.exitCode = exitCodeOfError(known.code);
    return;
  }
  note(
    `Gradiometer failed in a way it did not expect; please report this.\n${error instanceof Error ? error.stack : String(error)}`,
  );
  process.exitCode = exitCodes.failure;
}

/** A file that this user may not touch, or for which there is no room, wherever it was come upon. */
function systemError(error: unknown): GradiometerError | undefined {
  const { code = "", path } = (error ?? {}) as NodeJS.ErrnoException;
  return path && /^(EACCES|EPERM|EROFS|ENOSPC|EDQUOT)$/.test(code) ? storageError(path, error) : undefined;
}

// A reader that closes its pipe early (head, less) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(exitCodes.success);
  throw error;
});

await createProgram().parseAsync().catch(report);
