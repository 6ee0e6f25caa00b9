import type { Tensorflow } from "../tensorflow";
import { replaceAveragePoolGradient } from "./average-pool-gradient";
import { replaceWasmSlices } from "./contiguous-slices";
import { replaceWasmConvolutionBackward } from "./convolution-backward";
import { replaceWasmMatMul } from "./matmul";
import { replaceWasmMaxPoolGradient } from "./max-pool-gradient";
import { replaceCpuResizeBilinearGradient } from "./resize-bilinear-gradient";
import { replaceCpuResizeNearestGradient } from "./resize-nearest-gradient";
import { registerWasmSegmentSum } from "./segment-sum";

/** Replaces kernels of the cpu backend that compute wrong gradients. */
export function installCpuKernels(tf: Tensorflow): void {
  replaceAveragePoolGradient(tf, "cpu");
  replaceCpuResizeNearestGradient(tf);
  replaceCpuResizeBilinearGradient(tf);
}

/** Adds the kernels that the wasm backend lacks, and replaces those that are wrong or slow in backward passes. */
export function installWasmKernels(tf: Tensorflow): void {
  replaceWasmMatMul(tf);
  replaceWasmSlices(tf);
  replaceWasmConvolutionBackward(tf);
  registerWasmSegmentSum(tf);
  replaceWasmMaxPoolGradient(tf);
  replaceAveragePoolGradient(tf, "wasm");
}
