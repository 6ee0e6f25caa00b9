import { setPriority } from "node:os";
import { ringGan } from "./ring-gan";
import { loadStock } from "./stock";
import { trainGan } from "./train-gan";

const workloads = { "ring-gan": ringGan };

/** The process that trains a workload bare and prints one line of JSON. */
export async function runBare([workload, ...flags]: string[]): Promise<void> {
  // Trainers run at lowered priority: the peer must not be the one that the machine prefers.
  try {
    setPriority(10);
  } catch {
    // Where a container forbids it, it forbids it to both.
  }
  const create = workloads[workload as keyof typeof workloads];
  if (!create) throw new Error(`Expected one of ${Object.keys(workloads).join(", ")}, got ${workload}`);
  const tf = await loadStock();
  process.stdout.write(`${JSON.stringify(trainGan(tf, create(tf), flags.includes("penalty")))}\n`);
}
