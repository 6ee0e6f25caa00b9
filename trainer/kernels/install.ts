import type { Tensorflow } from "../tensorflow";
import { replaceAveragePoolGradient } from "./average-pool-gradient";
import { replaceWasmSlices } from "./contiguous-slices";
import { replaceWasmConvolution } from "./convolution";
import { registerCpuDense, registerNativeDense, registerWasmDense } from "./dense";
import { registerLayerNorm } from "./layer-norm";
import { replaceWasmLeadingSum } from "./leading-sum";
import { replaceWasmMatMul } from "./matmul";
import { replaceWasmMaxPoolGradient } from "./max-pool-gradient";
import { replaceCpuResizeBilinearGradient } from "./resize-bilinear-gradient";
import { replaceCpuResizeNearestGradient } from "./resize-nearest-gradient";
import { registerScans } from "./scan";
import { registerWasmSegmentSum } from "./segment-sum";
import { replaceWasmTanh } from "./tanh";
import { shareUnchanged } from "./unchanged";

/** Replaces kernels of the cpu backend that compute wrong gradients. */
export function installCpuKernels(tf: Tensorflow): void {
  replaceAveragePoolGradient(tf, "cpu");
  replaceCpuResizeNearestGradient(tf);
  replaceCpuResizeBilinearGradient(tf);
  registerCpuDense(tf);
}

/** Adds the kernels that the wasm backend lacks, and replaces those that are wrong or slow in backward passes. */
export function installWasmKernels(tf: Tensorflow): void {
  replaceWasmMatMul(tf);
  replaceWasmSlices(tf);
  replaceWasmConvolution(tf);
  replaceWasmLeadingSum(tf);
  replaceWasmTanh(tf);
  shareUnchanged(tf, "wasm");
  registerWasmDense(tf);
  registerScans(tf, "wasm");
  registerLayerNorm(tf, "wasm");
  registerWasmSegmentSum(tf);
  replaceWasmMaxPoolGradient(tf);
  replaceAveragePoolGradient(tf, "wasm");
}

/** Saves operations on a native backend, where each costs tens of microseconds however little it does. */
export function installNativeKernels(tf: Tensorflow): void {
  shareUnchanged(tf, "tensorflow");
  registerNativeDense(tf);
  registerScans(tf, "tensorflow");
  registerLayerNorm(tf, "tensorflow");
}
