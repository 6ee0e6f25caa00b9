import { setFlagsFromString } from "node:v8";
import type { TensorInfo } from "../../tensorflow";
import type { WasmBackend } from "../heap";
import { assembleModule } from "./assembler";
import { columnSums } from "./column-sums";
import { copyRows, fillZeros } from "./copies";
import { normalizeRows, normalizeRowsBack, normalizeRowsGain } from "./layer-norm";
import { multiplyPanels, packPanels } from "./matrix-product";
import { multiplyValues } from "./multiply-values";
import { gatherPatches, scatterPatches } from "./patches";
import { rectifyGradient, rectifyValues } from "./rectify";
import { tanhValues } from "./tanh";

/** The kernels of this folder. All arguments but slopes are addresses and counts. */
export interface SimdKernels {
  packPanels(
    source: number,
    laneStride: number,
    stepStride: number,
    lanes: number,
    steps: number,
    panels: number,
    width: number,
  ): void;
  multiplyPanels(
    a: number,
    b: number,
    product: number,
    rowStride: number,
    rows: number,
    columns: number,
    steps: number,
    bias: number,
    accumulate: number,
    slope: number,
    tile: number,
  ): void;
  columnSums(source: number, rows: number, columns: number, sums: number): void;
  rectifyValues(source: number, count: number, target: number, slope: number): void;
  rectifyGradient(dy: number, output: number, count: number, target: number, slope: number): void;
  tanhValues(source: number, count: number, target: number): void;
  normalizeRows(
    x: number,
    rows: number,
    columns: number,
    gain: number,
    shift: number,
    y: number,
    epsilon: number,
  ): void;
  normalizeRowsBack(
    dy: number,
    x: number,
    rows: number,
    columns: number,
    gain: number,
    dx: number,
    epsilon: number,
  ): void;
  normalizeRowsGain(
    dy: number,
    x: number,
    rows: number,
    columns: number,
    dgain: number,
    epsilon: number,
  ): void;
  multiplyValues(a: number, b: number, count: number, target: number): void;
  gatherPatches(image: number, patches: number, ...steps: PatchSteps): void;
  scatterPatches(image: number, patches: number, ...steps: PatchSteps): void;
  fillZeros(target: number, count: number): void;
  copyRows(
    source: number,
    sourceStride: number,
    target: number,
    targetStride: number,
    rows: number,
    count: number,
  ): void;
}

type PatchSteps = [
  outHeight: number,
  outWidth: number,
  filterHeight: number,
  run: number,
  rowBytes: number,
  rowStep: number,
  columnStep: number,
];

const sources = (relaxed: boolean) => [
  packPanels,
  multiplyPanels({ relaxed }),
  columnSums,
  rectifyValues,
  rectifyGradient,
  tanhValues,
  multiplyValues,
  normalizeRows,
  normalizeRowsBack,
  normalizeRowsGain,
  gatherPatches,
  scatterPatches,
  fillZeros,
  copyRows,
];

let compiled: WebAssembly.Module | undefined;

/** The kernels over a memory. They are assembled and compiled at the first call. */
export function linkSimd(memory: WebAssembly.Memory): SimdKernels {
  compiled ??= compile();
  return new WebAssembly.Instance(compiled, { kernels: { memory } }).exports as unknown as SimdKernels;
}

/**
 * With relaxed SIMD where the engine has it: Node 22 always, Node 20 behind a flag of V8, which must be set before
 * anything that uses it is compiled. Without it every product is rounded before it is added, and all else is equal.
 */
function compile(): WebAssembly.Module {
  const relaxed = assembleModule(sources(true));
  if (!WebAssembly.validate(relaxed)) setFlagsFromString("--experimental-wasm-relaxed-simd");
  return new WebAssembly.Module(WebAssembly.validate(relaxed) ? relaxed : assembleModule(sources(false)));
}

/** Where a tensor's numbers begin. It stays there: the heap grows, but nothing in it moves. */
export function addressOf(backend: WasmBackend, tensor: TensorInfo): number {
  return backend.dataIdMap.get(tensor.dataId).memoryOffset;
}
