import { join } from "node:path";
import pino, { type Logger } from "pino";
import { GradiometerError } from "../db/contract/errors";
import { createFolder } from "../db/create-folder";

export const serverLogFile = (home: string): string => join(home, "logs", "server.log");

/** The server's own log, beside those of its trainers. GRADIOMETER_LOG sets the level. */
export function openServerLog(home: string): Logger {
  createFolder(join(home, "logs"));
  const level = process.env.GRADIOMETER_LOG || "info";
  if (!(level in pino.levels.values) && level !== "silent")
    throw new GradiometerError(
      "invalid",
      `GRADIOMETER_LOG is "${level}"; expected one of ${Object.keys(pino.levels.values).join(", ")}, silent.`,
    );
  // Synchronous: the last line before a crash is the one that is wanted.
  const file = pino.destination({ dest: serverLogFile(home), sync: true });
  // A full disk costs lines of the log, not the server.
  file.on("error", () => {});
  return pino({ level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, file);
}
