import { closeSync, mkdirSync, openSync, rmSync, statSync, utimesSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { BuildError } from "./run-logged.mjs";

const beatMs = 1000;
/** A holder touches its lock every second, so one that is this old lost its holder (also after a reboot, where pids repeat). */
const staleMs = 10_000;

/** Runs `work` while no other process runs work under the same lock file; waits for its turn. */
export async function withLock(file, work, onWait = () => {}) {
  mkdirSync(dirname(file), { recursive: true });
  let waited = false;
  while (!take(file)) {
    if (!waited) onWait();
    waited = true;
    if (ageMs(file) > staleMs) rmSync(file, { force: true });
    await sleep(200);
  }
  const release = () => rmSync(file, { force: true });
  process.once("exit", release);
  const stopped = (signal) => process.exit(signal === "SIGINT" ? 130 : 143);
  process.once("SIGINT", stopped).once("SIGTERM", stopped);
  const beat = setInterval(() => touch(file), beatMs);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off("exit", release).off("SIGINT", stopped).off("SIGTERM", stopped);
    release();
  }
}

function take(file) {
  try {
    const handle = openSync(file, "wx");
    writeSync(handle, `${process.pid}\n`);
    closeSync(handle);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw new BuildError(
      `Cannot write ${file} (${error.code}): make its folder writable, or build as its owner.`,
    );
  }
}

function ageMs(file) {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats ? Date.now() - stats.mtimeMs : 0;
}

function touch(file) {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // Removed by hand: the work goes on, and the next process may start its own.
  }
}
