import { type ErrorCode, GradiometerError } from "../../db/contract/errors";

/** Why nothing more was read of a run's files, for people; `code` decides how a command ends that read nothing else. */
export interface Unread {
  code: ErrorCode;
  message: string;
}

const ofFiles = ["invalid", "not-found", "conflict", "too-large"] satisfies ErrorCode[];
const ofSystem = ["ENOENT", "EACCES", "EPERM", "EISDIR", "ENOTDIR", "EIO", "ELOOP", "ENAMETOOLONG"];

/**
 * What is wrong with the files of one run, which is told and leaves the other runs alone; undefined for what ends an
 * import: a store that cannot be written to, a fault of ours.
 */
export function whyUnread(error: unknown): Unread | undefined {
  if (error instanceof GradiometerError) {
    const code = ofFiles.find((known) => known === error.code);
    return code && { code, message: error.message };
  }
  const { code = "", path, message } = (error ?? {}) as NodeJS.ErrnoException;
  if (!ofSystem.includes(code)) return undefined;
  if (code === "EACCES" || code === "EPERM")
    return {
      code: "invalid",
      message: `${path ?? "A file"} cannot be read: this user${userId()} has no permission; give it some, or import as its owner`,
    };
  return { code: "invalid", message: `${path ?? "A file"} cannot be read: ${message}` };
}

const userId = (): string => (process.getuid ? ` (id ${process.getuid()})` : "");
