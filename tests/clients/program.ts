import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { distFile } from "../../db/package-root";

export interface Program {
  child: ChildProcess;
  output(): string;
  errors(): string;
  exit: Promise<{ code: number | null; errors: string }>;
}

/** Runs a module of a program that uses the client, as a process of its own. `openRun` is imported already. */
export function startProgram(text: string, env: Record<string, string>): Program {
  const source = text.replace(
    'from "gradiometer/client"',
    `from ${JSON.stringify(distFile("clients/node/open-run.js"))}`,
  );
  const child = spawn(process.execPath, ["--input-type=module", "--eval", source], {
    env: { ...process.env, GRADIOMETER_URL: "", GRADIOMETER_TOKEN: "", ...env },
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk) => {
    errors += chunk;
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exit = once(child, "close").then(([code]) => ({ code, errors }));
  return { child, output: () => output, errors: () => errors, exit };
}
