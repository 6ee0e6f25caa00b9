import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { packageRoot } from "../../../db/package-root";

const bin = join(packageRoot(), "server/bin/gradiometer.mjs");

/** A real server in a process of its own, on a data folder of its own, as `npm start` runs it. */
export interface Dashboard {
  url: string;
  home: string;
  process: ChildProcess;
  /** Runs the CLI on the same data folder; yields its exit code and what it printed. */
  cli(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }>;
  /** Stops the server and every trainer of its data folder, and removes the folder unless it was given. */
  stop(): Promise<void>;
}

export async function startDashboard(args: string[] = ["--no-demo"], home?: string): Promise<Dashboard> {
  const folder = home ?? (await mkdtemp(join(tmpdir(), "gradiometer-e2e-")));
  const env = { ...process.env, GRADIOMETER_HOME: folder, GRADIOMETER_BACKEND: "wasm" };
  const server = spawn(process.execPath, [bin, "start", "--port", "0", "--json", ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = await servedAt(server);

  const cli: Dashboard["cli"] = (...words) =>
    new Promise((resolve, reject) => {
      const command = spawn(process.execPath, [bin, ...words], { env, stdio: ["ignore", "pipe", "pipe"] });
      let stdout = "";
      let stderr = "";
      command.stdout.on("data", (chunk) => (stdout += chunk));
      command.stderr.on("data", (chunk) => (stderr += chunk));
      command.on("error", reject).on("close", (code) => resolve({ code, stdout, stderr }));
    });

  return {
    url,
    home: folder,
    process: server,
    cli,
    async stop() {
      await cancelAll(cli);
      await ended(server, "SIGTERM");
      if (home === undefined)
        await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** Ends a process and waits until it is gone. */
export function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill(signal);
  });
}

async function cancelAll(cli: Dashboard["cli"]): Promise<void> {
  const { stdout } = await cli("runs", "--json");
  const { rows } = JSON.parse(stdout) as { rows: { id: string; status: string }[] };
  for (const run of rows.filter(({ status }) => status === "queued" || status === "running"))
    await cli("cancel", run.id);
}

/** The URL that the server prints once it serves; rejects with its own words when it ends before. */
function servedAt(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    server.stderr?.on("data", (chunk) => (said += chunk));
    createInterface({ input: server.stdout! }).on("line", (line) => {
      if (line.startsWith("{")) resolve((JSON.parse(line) as { url: string }).url);
    });
    server.once("exit", (code) =>
      reject(new Error(`The server ended with code ${code} before it served:\n${said}`)),
    );
  });
}
