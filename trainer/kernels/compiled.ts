import type { Tensor, Tensorflow, TensorInfo } from "../tensorflow";
import { leadingSumOf } from "./leading-sum";
import type { NativeBackend } from "./native";
import { productOf } from "./product-sizes";
import { type KernelCall, replaceKernel } from "./replace-kernel";

/**
 * Kernels of the native backend that are operations of our own, compiled for the processor that runs them: compiled/*.h
 * have their formulas, backend/operations.ts loads them. Two things make them fast: Eigen's product with the widest
 * vectors that the processor has, where TensorFlow's build for all processors has narrower ones, and one operation
 * where there were many, each of which costs a native backend 20 to 40 us to call. Figures: docs/benchmarks.md.
 */
export function registerCompiledKernels(tf: Tensorflow, { keep }: CompiledLibrary): void {
  keepTarget = keep;
  const register = (kernelName: string, inputs: string[], attributes: Record<string, AttributeType> = {}) =>
    replaceKernel(
      tf,
      "tensorflow",
      kernelName,
      () => (call) =>
        run(
          call,
          kernelName,
          inputs.map((input) => call.inputs[input]!),
          Object.entries(attributes).map(([name, type]) => [name, type, call.attrs[name]]),
        ),
    );
  register("Dense", ["input", "weight", "bias"], { slope: "FLOAT" });
  register("RectifyGrad", ["dy", "y"], { slope: "FLOAT" });
  register("LayerNorm", ["x", "gain", "shift"], { epsilon: "FLOAT" });
  register("LayerNormBack", ["dy", "x", "gain"], { epsilon: "FLOAT" });
  register("LayerNormGain", ["dy", "x"], { epsilon: "FLOAT" });
  const form = { steps: "INT", heads: "INT", causal: "BOOL" } as const;
  register("Attention", ["queryKeyValue"], form);
  register("AttentionGrad", ["dy", "queryKeyValue"], form);
  register("CrossEntropies", ["logits", "targets"]);
  register("CrossEntropiesGrad", ["dy", "logits", "targets"]);
  register("TanhScan", ["inputs", "recurrent"]);
  register("LinearScan", ["terms", "derivative", "matrix"], { backward: "BOOL" });

  replaceKernel(tf, "tensorflow", "BatchMatMul", (stock) => (call) => {
    const product = productOf(call);
    if (!product) return stock!(call);
    return run(
      call,
      "Product",
      [product.a, product.b],
      [
        ["transpose_left", "BOOL", product.transposeA],
        ["transpose_right", "BOOL", product.transposeB],
      ],
    );
  });
  replaceKernel(tf, "tensorflow", "Sum", (stock) => (call) => {
    const sum = leadingSumOf(tf, call);
    // With the summed axes kept, as ones, it is not worth an operation of its own.
    const axes = sum ? sum.x.shape.length - sum.shape.length : 0;
    return axes > 0 ? run(call, "ColumnSums", [sum!.x], [["axes", "INT", axes]]) : stock!(call);
  });
}

/** What the library exports besides. */
export interface CompiledLibrary {
  /** Lets tensors be read into an array from now on; its number there. */
  keep(target: Float32Array): number;
}

let keepTarget: CompiledLibrary["keep"] | undefined;
const targets = new WeakMap<Float32Array, number>();

/** Reads a tensor into a part of an array, by one copy where the backend's own reading takes two. */
export function readInto(tf: Tensorflow, x: Tensor, target: Float32Array, start: number): void {
  const number = targets.get(target) ?? keepTarget!(target);
  targets.set(target, number);
  const backend = tf.backend() as unknown as NativeBackend;
  const attributes: Attribute[] = [
    ["target", "INT", number],
    ["start", "INT", start],
  ];
  backend.disposeData(execute(backend, "ReadInto", [x], attributes).dataId);
}

/** Whether the current backend is native with operations of our own. */
export function hasCompiledKernels(tf: Tensorflow): boolean {
  return tf.getKernel("Attention", tf.getBackend()) !== undefined;
}

type AttributeType = "FLOAT" | "INT" | "BOOL";
type Attribute = [name: string, type: AttributeType, value: unknown];

function run(call: KernelCall, name: string, inputs: TensorInfo[], attributes: Attribute[]): TensorInfo {
  return execute(call.backend as NativeBackend, name, inputs, attributes);
}

function execute(
  backend: NativeBackend,
  name: string,
  inputs: TensorInfo[],
  attributes: Attribute[],
): TensorInfo {
  return backend.executeSingleOutput(
    `Gradiometer${name}`,
    attributes.map(([name, type, value]) => ({ name, type: backend.binding[`TF_ATTR_${type}`], value })),
    inputs,
  );
}
