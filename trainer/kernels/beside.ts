import type { Tensorflow, TensorInfo } from "../tensorflow";
import type { WasmBackend } from "./heap";
import type { NativeBackend } from "./native";
import { type KernelCall, replaceKernel } from "./replace-kernel";
import { type Arena, createArena, type Heap, heapOf } from "./simd/heap";
import { addressOf } from "./simd/module";

/** One result of some tensors, computed by SIMD kernels at the addresses of both. */
export interface SimdComputation {
  inputs: readonly TensorInfo[];
  shape: number[];
  compute(heap: Heap, inputs: readonly number[], result: number): void;
}

/**
 * Registers a kernel that SIMD kernels compute: on wasm where the tensors lie; on a native backend beside it, in wasm
 * memory, with a copy of each tensor in and one of the result out. That pays where one such kernel takes the place of
 * many operations on small tensors, each of which costs a native backend 20 to 40 us to call.
 */
export function registerSimdKernel(
  tf: Tensorflow,
  backendName: "wasm" | "tensorflow",
  kernelName: string,
  computation: (call: KernelCall) => SimdComputation,
): void {
  const run = backendName === "wasm" ? runInPlace : runBeside;
  replaceKernel(tf, backendName, kernelName, () => (call) => run(call.backend, computation(call)));
}

function runInPlace(anyBackend: unknown, { inputs, shape, compute }: SimdComputation): TensorInfo {
  const backend = anyBackend as WasmBackend;
  const result = backend.makeOutput(shape, "float32");
  const addresses = inputs.map((tensor) => addressOf(backend, tensor));
  compute(heapOf(backend), addresses, addressOf(backend, result));
  return result;
}

let arena: Arena | undefined;

function runBeside(anyBackend: unknown, { inputs, shape, compute }: SimdComputation): TensorInfo {
  const backend = anyBackend as NativeBackend;
  arena ??= createArena();
  arena.clear();
  const addresses = inputs.map(({ dataId }) => arena!.place(backend.readSync(dataId)));
  const count = shape.reduce((product, extent) => product * extent, 1);
  const result = arena.place(count);
  compute(arena, addresses, result);
  return { dataId: backend.write(arena.read(result, count), shape, "float32"), shape, dtype: "float32" };
}
