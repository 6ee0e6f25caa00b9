import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { onTestFinished } from "vitest";
import { packageRoot } from "../../db/package-root";

let started = 0;

/**
 * Bundles tests/db/processes/<name>.ts the way the product's own entry points are, and starts it as a
 * process of its own. Beside node_modules, so that it finds the package and its dependencies; a file for each
 * process, since one that starts while the next is bundled would read half of it.
 */
export async function startScript(
  name: string,
  args: readonly string[],
  options: { uid?: number } = {},
): Promise<ChildProcess> {
  const folder = join(packageRoot(), "node_modules", ".cache", "gradiometer-tests");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}-${process.pid}-${++started}.mjs`);
  await build({
    entryPoints: [join(packageRoot(), "tests", "db", "processes", `${name}.ts`)],
    outfile: file,
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
  });
  const child = spawn(process.execPath, [file, ...args], { stdio: ["ignore", "pipe", "pipe"], ...options });
  onTestFinished(() => {
    child.kill("SIGKILL");
    rmSync(file, { force: true });
  });
  return child;
}

/** What the process printed, line by line, and how it ended. */
export function outputOf(
  child: ChildProcess,
): Promise<{ code: number | null; signal: NodeJS.Signals | null; lines: string[]; errors: string }> {
  let printed = "";
  let errors = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) =>
      // The last piece is empty, or a line that the process did not finish.
      resolve({ code, signal, lines: printed.split("\n").slice(0, -1), errors }),
    );
  });
}
