import { dataHome } from "../../db/home";
import { chooseBackend } from "../../trainer/backend/choose";
import { tf } from "../../trainer/tensorflow";
import { smallGan } from "../trainer/small-gan";
import type { Benchmark } from "./benchmark";
import { type MeasuredBackend, onBackends } from "./on-backends";
import { lastJson, runBenchProcess } from "./run-process";

const steps = 10_000;
/** After these, what is allocated once is allocated and the heap has its size. */
const settled = 2000;

interface Leaks {
  tensors: number;
  memoryPercent: number;
}

/** The process `leaks`: trains a small GAN with a penalty, in memory, and prints what it left behind. */
export async function runLeaksChild([backend]: string[]): Promise<void> {
  await chooseBackend(tf, { requested: backend as MeasuredBackend, home: dataHome() });
  const train = smallGan();
  train(settled);
  const before = { tensors: tf.memory().numTensors, bytes: residentBytes() };
  train(steps - settled);
  const leaks: Leaks = {
    tensors: tf.memory().numTensors - before.tensors,
    memoryPercent: 100 * (residentBytes() / before.bytes - 1),
  };
  process.stdout.write(`${JSON.stringify(leaks)}\n`);
}

/** Memory of the process after a collection (the bench starts this process with --expose-gc). */
function residentBytes(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().rss;
}

const measured = new Map<MeasuredBackend, Promise<Leaks>>();
function leaksOn(backend: MeasuredBackend): Promise<Leaks> {
  const known =
    measured.get(backend) ?? runBenchProcess(["leaks", backend], ["--expose-gc"]).then(lastJson<Leaks>);
  measured.set(backend, known);
  return known;
}

/** What 10,000 training steps leave behind: tensors, and growth of the process from step 2,000 on. */
export const leakFigures: Benchmark[] = [
  ...onBackends("tensors-leaked", (backend) => ({
    unit: "tensors",
    repeats: 1,
    ours: async () => (await leaksOn(backend)).tensors,
  })),
  ...onBackends("memory-growth", (backend) => ({
    unit: "% of RSS",
    repeats: 1,
    ours: async () => (await leaksOn(backend)).memoryPercent,
  })),
];
