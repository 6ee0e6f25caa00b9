import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { root } from "./package-root.mjs";

/** Runs a noisy program with its output in a log file; the error of a failure names that file and its last lines. */
export async function runLogged(what, command, args, { log, env = {}, shell = false }) {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, "w");
  try {
    const ended = await new Promise((resolve) => {
      const child = spawn(command, args, {
        cwd: root,
        env: { ...process.env, ...env },
        stdio: ["ignore", output, output],
        shell,
      });
      child.on("error", (error) => resolve(error.message));
      child.on("close", (code, signal) => resolve(code === 0 ? undefined : (signal ?? `exit code ${code}`)));
    });
    if (ended === undefined) return;
    const tail = readFileSync(log, "utf8").trim().split("\n").slice(-12).join("\n");
    throw new BuildError(
      `${what} failed (${ended}). Its log is ${relative(process.cwd(), log)}; it ends:\n${tail}`,
    );
  } finally {
    closeSync(output);
  }
}

/** A failure whose message is meant for the person at the terminal; no stack trace is shown. */
export class BuildError extends Error {}
