import { existsSync, rmSync, statfsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../../../db/package-root";
import { PeerCannot } from "../../benchmark";
import { lastJson, runProcess } from "../../run-process";
import { budget, criticSlope, learningRate, penaltyCoefficient, type Task } from "../tasks";

/**
 * PyTorch in a virtual environment of its own, installed on first use and kept. PyPI's Linux wheel brings CUDA's
 * libraries along, which no option leaves out: 2 GB to fetch, 5.3 GB on disk (2.15).
 */
const folder = join(homedir(), ".cache", "gradiometer-bench", "pytorch");
const neededBytes = 8e9;
const python = join(folder, "bin", "python");

let installed: Promise<void> | undefined;

/** Steps a second of CPU time of the same task in PyTorch on one thread. PeerCannot where it does not install. */
export async function trainPyTorch(task: Task): Promise<number> {
  installed ??= install();
  await installed;
  const script = join(packageRoot(), "tests", "bench", "training", "pytorch", "train.py");
  const input = JSON.stringify({ task, budget, criticSlope, learningRate, penaltyCoefficient });
  const env = { ...process.env, OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };
  return lastJson<{ stepsPerSecond: number }>(await runProcess(python, [script], { input, env }))
    .stepsPerSecond;
}

async function install(): Promise<void> {
  if (existsSync(python) && (await imports())) return;
  const free = statfsSync(homedir());
  if (free.bavail * free.bsize < neededBytes)
    throw new PeerCannot(`PyTorch needs ${neededBytes / 1e9} GB under ${folder}; there is less`);
  process.stderr.write(`Installing PyTorch into ${folder} (2 GB to fetch) ...\n`);
  try {
    await runProcess("python3", ["-m", "venv", folder]);
    await runProcess(python, ["-m", "pip", "install", "--quiet", "torch"]);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new PeerCannot(`PyTorch does not install: ${(error as Error).message.split("\n").at(-1)}`);
  }
}

const imports = () =>
  runProcess(python, ["-c", "import torch"]).then(
    () => true,
    () => false,
  );
