import type { Tensor, Tensorflow, TensorInfo } from "../tensorflow";
import { replaceConvolutions } from "./compiled-convolution";
import { fillPlace, type Place, takePlace } from "./gradient-places";
import { leadingSumOf } from "./leading-sum";
import type { NativeBackend } from "./native";
import { productOf } from "./product-sizes";
import { type KernelCall, replaceKernel } from "./replace-kernel";

/**
 * Kernels of the native backend that are operations of our own, compiled for the processor that runs them: compiled/*.h
 * have their formulas, backend/operations.ts loads them. Two things make them fast: products with the widest vectors
 * that the processor has, where TensorFlow's build for all processors has narrower ones, and one operation where there
 * were many, each of which costs a native backend 20 to 40 us to call. Figures: docs/benchmarks.md.
 */
export function registerCompiledKernels(tf: Tensorflow, compiled: CompiledLibrary): void {
  library = compiled;
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

  replaceConvolutions(tf, (call, name, inputs, attributes) =>
    run(
      call,
      name,
      inputs,
      Object.entries(attributes).map(([attribute, value]) => [attribute, "INT", value]),
    ),
  );
  replaceKernel(tf, "tensorflow", "BatchMatMul", (stock) => (call) => {
    const product = productOf(call);
    if (!product) return stock!(call);
    return runInPlace(
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
    return axes > 0 ? runInPlace(call, "ColumnSums", [sum!.x], [["axes", "INT", axes]]) : stock!(call);
  });
}

/** What the library exports besides. */
export interface CompiledLibrary {
  /** Lets tensors be read into an array from now on; its number there. */
  keep(target: Float32Array): number;
  /** Whether a tensor made of an array lies where the array does, and changes with it. */
  shares(values: Float32Array): boolean;
  /**
   * One update by Adam, in place. Factors: beta1, 1 - beta1, beta2, 1 - beta2, rate, correction, epsilon, and room for the
   * sums of the squares of updates and weights.
   */
  adam(
    weights: Float32Array,
    gradient: Float32Array,
    mean: Float32Array,
    meanSquare: Float32Array,
    factors: Float64Array,
  ): void;
}

let library: CompiledLibrary | undefined;
const targets = new WeakMap<Float32Array, number>();

/** Reads a tensor into a part of an array, by one copy where the backend's own reading takes two. */
export function readInto(tf: Tensorflow, x: Tensor, target: Float32Array, start: number): void {
  const backend = tf.backend() as unknown as NativeBackend;
  backend.disposeData(execute(backend, "ReadInto", [x], attributesOf({ target, start })).dataId);
}

function attributesOf({ target, start }: Place): Attribute[] {
  const number = targets.get(target) ?? library!.keep(target);
  targets.set(target, number);
  return [
    ["target", "INT", number],
    ["start", "INT", start],
  ];
}

/** The library, where the current backend is native with operations of our own. */
export function compiledLibrary(tf: Tensorflow): CompiledLibrary | undefined {
  return hasCompiledKernels(tf) ? library : undefined;
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

/** Writes the result where the gradient that it is will be read to, where that is known. */
function runInPlace(
  call: KernelCall,
  name: string,
  inputs: TensorInfo[],
  attributes: Attribute[],
): TensorInfo {
  const place = takePlace();
  if (!place) return run(call, name, inputs, attributes);
  const result = run(call, `${name}Into`, inputs, [...attributes, ...attributesOf(place)]);
  fillPlace(result, place);
  return result;
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
