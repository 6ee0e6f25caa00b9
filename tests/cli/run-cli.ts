import { spawn } from "node:child_process";
import { distFile } from "../../db/package-root";

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command line as its own process, as a user does, on the data home given. */
export function runCli(
  args: readonly string[],
  options: { home: string; env?: Record<string, string>; signalAfter?: RegExp; uid?: number },
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [distFile("server/cli/main.js"), ...args], {
      cwd: options.home,
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, GRADIOMETER_HOME: options.home, GRADIOMETER_TOKEN: "", ...options.env },
    });
    let stdout = "";
    let stderr = "";
    let signalled = false;
    const signalWhenShown = () => {
      if (signalled || !options.signalAfter?.test(stderr)) return;
      signalled = true;
      child.kill("SIGINT");
    };
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString("utf8");
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString("utf8");
      signalWhenShown();
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}
