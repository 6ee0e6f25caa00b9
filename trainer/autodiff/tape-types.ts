import type { Tensor } from "../tensorflow";

/** What tfjs-core 4.22 calls its tape; private there, so written down here (`engine.ts`, `tape.ts`). */
export interface TapeNode {
  id: number;
  kernelName: string;
  inputs: Record<string, Tensor>;
  outputs: Tensor[];
  saved: Tensor[];
  gradient?: (dys: Tensor[]) => Record<string, () => Tensor>;
}

export interface TapeEngine {
  state: { activeTape: TapeNode[]; nextTapeNodeId: number; kernelDepth: number };
  addTapeNode(
    kernelName: string,
    inputs: Record<string, Tensor>,
    outputs: Tensor[],
    gradientsFunc: unknown,
    saved: Tensor[] | undefined,
    attrs: unknown,
  ): void;
  customGrad(forward: (...inputsAndSave: unknown[]) => unknown): (...inputs: Tensor[]) => Tensor;
  gradients(...args: unknown[]): unknown;
  runKernel(kernelName: string, inputs: Record<string, Tensor>, attrs: unknown): Tensor | Tensor[];
  /** The engine is shared by every copy of tfjs in the process, so the mark is on it. */
  [corrected]?: boolean;
}

export const corrected = Symbol.for("gradiometer.autodiff.tape");
