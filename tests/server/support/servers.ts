import { spawn } from "node:child_process";
import pino from "pino";
import { onTestFinished } from "vitest";
import { distFile } from "../../../db/package-root";
import { type StartOptions, startServer } from "../../../server/start-server";
import { killTrainers } from "./trainers";

/** A server in this process on a free port, without pages; closed when the test ends. */
export async function serverHere(home: string, options: StartOptions = {}) {
  const server = await startServer({
    home,
    port: 0,
    pages: false,
    log: pino({ level: "silent" }),
    ...options,
  });
  let closed = false;
  const close = async () => {
    if (!closed) await server.close();
    closed = true;
  };
  onTestFinished(async () => {
    await close();
    killTrainers(home);
  });
  return { ...server, close };
}

export interface ServerProcess {
  url: string;
  pid: number;
  stderr(): string;
  /** Sends a signal and waits for the end; resolves with the exit code, or null after SIGKILL. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** A server as a process of its own, as users run it; killed with its trainers when the test ends. */
export function serverProcess(
  home: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<ServerProcess> {
  const child = spawn(
    process.execPath,
    [distFile("server/main.js"), "--home", home, "--port", "0", "--no-pages", "--no-demo", ...args],
    { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, GRADIOMETER_TOKEN: "", ...env } },
  );
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exited;
  };
  let served = false;
  onTestFinished(async () => {
    await end("SIGKILL");
    // One that ended at its start has none, and may not have had a database to look for them in.
    if (served) killTrainers(home);
  });
  return new Promise((resolve, reject) => {
    void exited.then(() => reject(new Error(`The server ended at its start: ${stderr}`)));
    child.stdout.setEncoding("utf8").once("data", (line: string) => {
      served = true;
      resolve({ url: line.trim(), pid: child.pid as number, stderr: () => stderr, end });
    });
  });
}
