import type { TensorInfo } from "../tensorflow";
import type { KernelCall } from "./replace-kernel";

/** A product of the last two axes, of as many matrices as the larger side has; a side of one serves all of them. */
export interface MatrixProduct {
  a: TensorInfo;
  b: TensorInfo;
  transposeA: boolean;
  transposeB: boolean;
  sizes: [rows: number, inner: number, columns: number];
  countA: number;
  countB: number;
}

/** What a call of BatchMatMul asks for; undefined where it is none of floats, or one that stock kernels must explain. */
export function productOf(call: KernelCall): MatrixProduct | undefined {
  const { a, b } = call.inputs as { a: TensorInfo; b: TensorInfo };
  const { transposeA, transposeB } = call.attrs as { transposeA: boolean; transposeB: boolean };
  const [countA, countB] = [matrixCount(a), matrixCount(b)];
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
  const [rows, innerA] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const [innerB, columns] = transposeB ? [columnsB, rowsB] : [rowsB, columnsB];
  const isEmpty = a.shape.includes(0) || b.shape.includes(0);
  const isBroadcast = countA !== countB && countA !== 1 && countB !== 1;
  if (a.dtype !== "float32" || b.dtype !== "float32" || isEmpty || isBroadcast || innerA !== innerB)
    return undefined;
  return { a, b, transposeA, transposeB, sizes: [rows, innerA, columns], countA, countB };
}

function matrixCount(tensor: TensorInfo): number {
  return tensor.shape.slice(0, -2).reduce((product, extent) => product * extent, 1);
}
