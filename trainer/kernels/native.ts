import type { TensorInfo } from "../tensorflow";

/** The part of tfjs-node's NodeJSKernelBackend (4.22) that a kernel of ours needs: it runs any TensorFlow operation. */
export interface NativeBackend {
  isUsingGpuDevice?: boolean;
  binding: Record<"TF_FLOAT" | "TF_ATTR_TYPE" | "TF_ATTR_BOOL" | "TF_ATTR_FLOAT" | "TF_ATTR_INT", number>;
  executeSingleOutput(name: string, attributes: NativeAttribute[], inputs: TensorInfo[]): TensorInfo;
  /** Puts tensors whose values are still in JavaScript into TensorFlow. */
  getInputTensorIds(tensors: TensorInfo[]): number[];
  disposeData(dataId: object): boolean;
  readSync(dataId: object): Float32Array;
  write(values: Float32Array, shape: number[], dtype: "float32"): object;
  incRef(dataId: object): void;
}

export interface NativeAttribute {
  name: string;
  type: number;
  value: unknown;
}

/** Attributes of an operation on floats. */
export function floatAttributes(
  { binding }: NativeBackend,
  flags: Record<string, boolean> = {},
  numbers: Record<string, number> = {},
): NativeAttribute[] {
  return [
    { name: "T", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    ...Object.entries(flags).map(([name, value]) => ({ name, type: binding.TF_ATTR_BOOL, value })),
    ...Object.entries(numbers).map(([name, value]) => ({ name, type: binding.TF_ATTR_FLOAT, value })),
  ];
}
