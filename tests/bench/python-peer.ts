import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { PeerCannot } from "./benchmark";
import { runProcess } from "./run-process";

/**
 * The Python of a virtual environment of its own that holds a package from PyPI, installed on first use and kept.
 * PeerCannot where it does not install.
 */
export async function pythonWith(name: string, requirement: string): Promise<string> {
  const folder = join(homedir(), ".cache", "gradiometer-bench", name);
  const python = join(folder, "bin", "python");
  // Written last: an installation that was cut off is made again.
  const stamp = join(folder, "installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === requirement) return python;
  process.stderr.write(`Installing ${requirement} into ${folder} ...\n`);
  try {
    await runProcess("python3", ["-m", "venv", folder]);
    await runProcess(python, ["-m", "pip", "install", "--quiet", requirement]);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new PeerCannot(`${requirement} does not install: ${(error as Error).message.split("\n").at(-1)}`);
  }
  writeFileSync(stamp, requirement);
  return python;
}
