import { setPriority } from "node:os";
import type { BareResult } from "../train-bare";
import { mnistGan } from "./mnist-gan";
import { ringGan } from "./ring-gan";
import { loadStock, type Stock } from "./stock";
import { type BareGan, trainGan } from "./train-gan";

const workloads: Record<string, (tf: Stock, penalty: boolean) => BareGan> = {
  "ring-gan": ringGan,
  "mnist-gan": mnistGan,
};

/** The process that trains a workload bare and prints one line of JSON. */
export async function runBare([workload = "", ...flags]: string[]): Promise<void> {
  // Trainers run at lowered priority: the peer must not be the one that the machine prefers.
  try {
    setPriority(10);
  } catch {
    // Where a container forbids it, it forbids it to both.
  }
  const create = workloads[workload];
  if (!create) throw new Error(`Expected one of ${Object.keys(workloads).join(", ")}, got "${workload}"`);
  const tf = await loadStock();
  const penalty = flags.includes("penalty");
  const train = () => trainGan(tf, create(tf, penalty), penalty);
  process.stdout.write(`${JSON.stringify(await trainAnywhere(tf, train))}\n`);
}

/** On wasm; where stock wasm lacks a kernel, on the cpu backend; where stock lacks the gradient itself, nowhere. */
async function trainAnywhere(tf: Stock, train: () => BareResult): Promise<BareResult> {
  try {
    return train();
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0] ?? "";
    if (!reason.includes("not registered")) return { cannot: `stock TensorFlow.js cannot: ${reason}` };
    await tf.setBackend("cpu");
    const onCpu = await trainAnywhere(tf, train);
    return "cannot" in onCpu ? onCpu : { ...onCpu, note: `stock on its cpu backend; on wasm: ${reason}` };
  }
}
