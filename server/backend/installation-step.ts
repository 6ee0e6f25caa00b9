import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { GradiometerError } from "../../db/contract/errors";

/** What a step of an installation works with. */
export interface Installation {
  /** The folder that is being filled; it gets its final name when everything is done. */
  folder: string;
  /** Takes the whole output of every command. */
  log: string;
  signal?: AbortSignal | undefined;
}

export interface CommandResult {
  ok: boolean;
  /** stdout and stderr together. */
  output: string;
  /** The command itself does not exist. */
  missing: boolean;
}

/** Runs a command in the folder of the installation, its output into the log. Never throws. */
export function runCommand(
  installation: Installation,
  command: string,
  args: readonly string[],
): Promise<CommandResult> {
  const { folder, log, signal } = installation;
  appendFileSync(log, `$ ${[command, ...args].join(" ")}\n`);
  return new Promise((resolve) => {
    let output = "";
    let missing = false;
    if (signal?.aborted) return resolve({ ok: false, output, missing });
    // A process group of its own, so that pip's and make's children end with it.
    const child = spawn(command, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const end = () => endGroup(child.pid);
    signal?.addEventListener("abort", end);
    process.on("exit", end);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        output += text;
        appendFileSync(log, text);
      });
    }
    child.on("error", (error: NodeJS.ErrnoException) => {
      missing = error.code === "ENOENT";
      output += `${error.message}\n`;
    });
    child.on("close", (code) => {
      signal?.removeEventListener("abort", end);
      process.off("exit", end);
      resolve({ ok: code === 0 && !missing, output, missing });
    });
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGTERM");
  } catch {
    // Already gone.
  }
}

/** Causes that any command may meet, in the order in which they are looked for. */
const commonCauses: Array<[pattern: RegExp, code: "storage-full" | "unavailable", sentence: string]> = [
  [
    /ENOSPC|No space left on device/,
    "storage-full",
    "The disk is full: free some space and run the command again",
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|NewConnectionError|NameResolutionError|name resolution|Network is unreachable|ConnectTimeout|ProxyError|ConnectionError/,
    "unavailable",
    "A package registry could not be reached: check the network (and proxy) and run the command again",
  ],
];

/** One clear sentence for a failed command: `causes` first, then what any command may meet, then the log. */
export function failure(
  installation: Installation,
  what: string,
  { output }: CommandResult,
  causes: Array<[pattern: RegExp, sentence: string]> = [],
): GradiometerError {
  if (installation.signal?.aborted)
    return new GradiometerError("unavailable", "The installation was cancelled");
  for (const [pattern, code, sentence] of commonCauses)
    if (pattern.test(output)) return new GradiometerError(code, `${what} failed. ${sentence}`);
  for (const [pattern, sentence] of causes)
    if (pattern.test(output)) return new GradiometerError("unavailable", `${what} failed. ${sentence}`);
  const lastLine = output.trim().split("\n").at(-1) ?? "";
  return new GradiometerError(
    "unavailable",
    `${what} failed (${lastLine.slice(0, 200)}): see ${installation.log}`,
  );
}
