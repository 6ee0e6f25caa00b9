import { existsSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../../db/package-root";
import { PeerCannot } from "../benchmark";
import { lastJson, runProcess } from "../run-process";

/** TensorBoard in a virtual environment of its own, installed on first use and kept. */
const folder = join(homedir(), ".cache", "gradiometer-bench", "tensorboard");
const python = join(folder, "bin", "python");

/** Points a second of CPU time that TensorBoard's Python loader reads from a log directory. PeerCannot where it does not install. */
export async function loadInTensorBoard(logs: string, expected: number): Promise<number> {
  await install();
  const script = join(packageRoot(), "tests", "bench", "import", "tensorboard-peer.py");
  const { points, seconds } = lastJson<{ points: number; seconds: number }>(
    await runProcess(python, [script, logs]),
  );
  if (points !== expected)
    throw new Error(`Expected TensorBoard to load ${expected} points, it has ${points}`);
  return points / seconds;
}

async function install(): Promise<void> {
  // pip puts it there last: an installation that was cut off is made again.
  if (existsSync(join(folder, "bin", "tensorboard"))) return;
  process.stderr.write(`Installing TensorBoard into ${folder} ...\n`);
  try {
    await runProcess("python3", ["-m", "venv", folder]);
    await runProcess(python, ["-m", "pip", "install", "--quiet", "tensorboard"]);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new PeerCannot(`TensorBoard does not install: ${(error as Error).message.split("\n").at(-1)}`);
  }
}
