import type { ErrorCode } from "../../db/contract/errors";
import type { RunStatus } from "../../db/contract/statuses";

export const exitCodes = {
  success: 0,
  failure: 1,
  badInput: 2,
  diverged: 3,
  /** A reproduction that is not bitwise equal: the outcome, like a divergence, is not the one hoped for. */
  differs: 3,
  notFound: 4,
  conflict: 5,
  storage: 6,
  /** 128 + SIGINT, as shells count. */
  cancelled: 130,
} as const;

export const exitCodesHelp = `
Exit codes:
  0    done; a training finished
  1    failed; a training crashed or was lost
  2    bad input: unknown command, workload, setting or value, or not allowed
  3    a training diverged; a reproduction differs
  4    no such run, experiment or database
  5    conflict: port in use, or another server on the same data
  6    storage: not our database, a newer one, read-only, or the disk is full
  130  cancelled with Ctrl-C`;

const byErrorCode = {
  invalid: exitCodes.badInput,
  "not-found": exitCodes.notFound,
  conflict: exitCodes.conflict,
  unauthorized: exitCodes.badInput,
  forbidden: exitCodes.badInput,
  "too-large": exitCodes.badInput,
  "storage-full": exitCodes.storage,
  "storage-unusable": exitCodes.storage,
  unavailable: exitCodes.failure,
} as const satisfies Record<ErrorCode, number>;

export const exitCodeOfError = (code: ErrorCode): number => byErrorCode[code];

export function exitCodeOfStatus(status: RunStatus): number {
  if (status === "finished") return exitCodes.success;
  if (status === "diverged") return exitCodes.diverged;
  if (status === "cancelled") return exitCodes.cancelled;
  return exitCodes.failure;
}
