import { join, resolve } from "node:path";

/** Everything Gradiometer keeps lies in one folder, so a backup is one copy. */
export function dataHome(): string {
  return resolve(process.env.GRADIOMETER_HOME || "data");
}

export const databaseFile = (home: string): string => join(home, "gradiometer.db");

export const mediaFile = (home: string, sha256: string): string =>
  join(mediaFolder(home), sha256.slice(0, 2), `${sha256}.png`);

export const checkpointsFolder = (home: string): string => join(home, "checkpoints");

export const checkpointFile = (home: string, sha256: string): string =>
  join(checkpointsFolder(home), sha256.slice(0, 2), `${sha256}.ckpt`);

export const mediaFolder = (home: string): string => join(home, "media");

export const logsFolder = (home: string): string => join(home, "logs");

/** Raw stdout and stderr of the run's trainer. */
export const runLogFile = (home: string, runId: string): string => join(logsFolder(home), `${runId}.log`);

export const backendsFolder = (home: string): string => join(home, "backends");
