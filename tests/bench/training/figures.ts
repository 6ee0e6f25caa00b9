import { dataHome } from "../../../db/home";
import { isNativeInstalled } from "../../../trainer/backend/native";
import { type Benchmark, PeerCannot } from "../benchmark";
import { lastJson, runBenchProcess } from "../run-process";
import { trainPyTorch } from "./pytorch/train";
import { type TaskName, tasks } from "./tasks";

const names = Object.keys(tasks) as TaskName[];
const unit = "steps/CPU s";
const repeats = 3;

/** Training steps on wasm, one math thread, against stock TensorFlow.js on wasm with the minimal fixes. */
const onWasm: Benchmark[] = names.map((name) => ({
  name: `train-${name}`,
  unit,
  peerIs: "stock tfjs wasm, minimal fixes",
  repeats,
  ours: () => trainChild("ours", name, "wasm"),
  peer: () => trainChild("stock", name, "wasm"),
}));

/** The same on the native backend, one math thread, against PyTorch on one thread. */
function onNative(withPeers: boolean): Benchmark[] {
  return names.map((name) => ({
    name: `train-${name}-native`,
    unit,
    peerIs: "PyTorch, one thread",
    repeats,
    ours: () => trainChild("ours", name, "node"),
    peer: () => {
      if (!withPeers) throw new PeerCannot("--peers installs PyTorch and compares with it");
      return trainPyTorch(tasks[name]);
    },
  }));
}

export function trainingFigures(options: { peers: boolean }): Benchmark[] {
  if (isNativeInstalled(dataHome(), "node")) return [...onWasm, ...onNative(options.peers)];
  process.stderr.write(`No native backend under ${dataHome()}: its figures are left out\n`);
  return onWasm;
}

async function trainChild(side: "ours" | "stock", name: TaskName, backend: "wasm" | "node"): Promise<number> {
  const output = await runBenchProcess(["training", side, name, backend]);
  return lastJson<{ stepsPerSecond: number }>(output).stepsPerSecond;
}
