import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Runs this bundle again with other arguments, in a process of its own. Returns what it printed. */
export function runBenchProcess(args: string[], nodeOptions: string[] = []): Promise<string> {
  return runProcess(process.execPath, [...nodeOptions, fileURLToPath(import.meta.url), ...args]);
}

/** Returns standard output; standard error matters only when the process fails, and is in the error then. */
export function runProcess(
  command: string,
  args: string[],
  options: { input?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"], env: options.env ?? process.env });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  child.stdin.end(options.input ?? "");
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) =>
      code === 0
        ? resolve(output)
        : reject(new Error(`${command} ${args.join(" ")} ended with code ${code}: ${errors.slice(-500)}`)),
    );
  });
}

/** The last line that a process printed. */
export function lastJson<T>(output: string): T {
  return JSON.parse(output.trim().split("\n").at(-1) as string) as T;
}
