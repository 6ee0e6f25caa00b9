import type { Tensor2D, Tensorflow, TensorInfo } from "../tensorflow";
import type { WasmBackend } from "./heap";
import { floatAttributes, type NativeBackend } from "./native";
import { type KernelCall, replaceKernel } from "./replace-kernel";
import { heapOf } from "./simd/heap";
import { addressOf } from "./simd/module";
import { matrixAt, multiply } from "./simd/multiply";

/**
 * Kernels that no stock backend has under one name: a dense layer with its bias and rectifier in one pass
 * (`Dense`), a rectifier (`Rectify`) and its derivative times dy (`RectifyGrad`, which reads the sign from the
 * rectifier's output). Slope 1 means no rectifier. Their gradients: networks/dense.ts, networks/rectify.ts.
 */
export function registerWasmDense(tf: Tensorflow): void {
  replaceKernel(tf, "wasm", "Dense", () => (call) => {
    const { input, weight, bias } = call.inputs as unknown as DenseInputs;
    const backend = call.backend as WasmBackend;
    const [rows, inner] = input.shape as [number, number];
    const columns = weight.shape[1]!;
    const output = backend.makeOutput([rows, columns], "float32");
    multiply(
      heapOf(backend),
      [rows, inner, columns],
      matrixAt(addressOf(backend, input), inner, false),
      matrixAt(addressOf(backend, weight), columns, false),
      addressOf(backend, output),
      { bias: addressOf(backend, bias), slope: slopeOf(call) },
    );
    return output;
  });
  replaceKernel(tf, "wasm", "Rectify", () => (call) => {
    const { x } = call.inputs as unknown as { x: TensorInfo };
    const backend = call.backend as WasmBackend;
    const output = backend.makeOutput(x.shape, "float32");
    const count = tf.util.sizeFromShape(x.shape);
    heapOf(backend).simd.rectifyValues(
      addressOf(backend, x),
      count,
      addressOf(backend, output),
      slopeOf(call),
    );
    return output;
  });
  replaceKernel(tf, "wasm", "RectifyGrad", () => (call) => {
    const { dy, y } = call.inputs as unknown as { dy: TensorInfo; y: TensorInfo };
    const backend = call.backend as WasmBackend;
    const dx = backend.makeOutput(dy.shape, "float32");
    const count = tf.util.sizeFromShape(dy.shape);
    const [errors, outputs] = [addressOf(backend, dy), addressOf(backend, y)];
    heapOf(backend).simd.rectifyGradient(errors, outputs, count, addressOf(backend, dx), slopeOf(call));
    return dx;
  });
}

export function registerCpuDense(tf: Tensorflow): void {
  const rectify = (x: Tensor2D, slope: number) => (slope === 1 ? x : tf.mul(x, tf.step(x, slope)));
  replaceKernel(tf, "cpu", "Dense", () => (call) => {
    const { input, weight, bias } = call.inputs as unknown as Record<keyof DenseInputs, Tensor2D>;
    return tf.tidy(() => rectify(tf.add(tf.matMul(input, weight), bias), slopeOf(call)));
  });
  replaceKernel(
    tf,
    "cpu",
    "Rectify",
    () => (call) => tf.tidy(() => rectify(call.inputs.x as Tensor2D, slopeOf(call))),
  );
  replaceKernel(
    tf,
    "cpu",
    "RectifyGrad",
    () => (call) =>
      tf.tidy(() => tf.mul(call.inputs.dy as Tensor2D, tf.step(call.inputs.y as Tensor2D, slopeOf(call)))),
  );
}

/** TensorFlow's own rectifiers, which tfjs-node composes of four operations each. */
export function registerNativeDense(tf: Tensorflow): void {
  replaceKernel(tf, "tensorflow", "Dense", () => (call) => {
    const { input, weight, bias } = call.inputs as unknown as DenseInputs;
    const backend = call.backend as NativeBackend;
    const slope = slopeOf(call);
    // Not TensorFlow's MatMul: run eagerly on large matrices, that of 2.21 writes over its heap.
    const plain = floatAttributes(backend, { adj_x: false, adj_y: false });
    const product = backend.executeSingleOutput("BatchMatMulV2", plain, [input, weight]);
    const sum = backend.executeSingleOutput("BiasAdd", floatAttributes(backend), [product, bias]);
    backend.disposeData(product.dataId);
    if (slope === 1) return sum;
    const output = rectifyNatively(backend, sum, slope);
    backend.disposeData(sum.dataId);
    return output;
  });
  replaceKernel(
    tf,
    "tensorflow",
    "Rectify",
    () => (call) => rectifyNatively(call.backend as NativeBackend, call.inputs.x!, slopeOf(call)),
  );
  replaceKernel(tf, "tensorflow", "RectifyGrad", () => (call) => {
    const backend = call.backend as NativeBackend;
    const inputs = [call.inputs.dy!, call.inputs.y!];
    const slope = slopeOf(call);
    return slope === 0
      ? backend.executeSingleOutput("ReluGrad", floatAttributes(backend), inputs)
      : backend.executeSingleOutput("LeakyReluGrad", floatAttributes(backend, {}, { alpha: slope }), inputs);
  });
}

function rectifyNatively(backend: NativeBackend, x: TensorInfo, slope: number): TensorInfo {
  return slope === 0
    ? backend.executeSingleOutput("Relu", floatAttributes(backend), [x])
    : backend.executeSingleOutput("LeakyRelu", floatAttributes(backend, {}, { alpha: slope }), [x]);
}

interface DenseInputs {
  input: TensorInfo;
  weight: TensorInfo;
  bias: TensorInfo;
}

const slopeOf = (call: KernelCall) => call.attrs.slope as number;
