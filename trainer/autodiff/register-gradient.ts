import type { NamedAttrMap, Tensor, Tensorflow } from "../tensorflow";

/** A gradient in tfjs's form, with the attributes of the kernel as a plain record. */
export interface Gradient {
  kernelName: string;
  inputsToSave?: string[];
  outputsToSave?: boolean[];
  gradFunc: (dy: Tensor, saved: Tensor[], attrs: NamedAttrMap) => Record<string, () => Tensor>;
}

/** Puts a gradient in the place of the stock one, if there is one. */
export function registerGradient(tf: Tensorflow, gradient: Gradient): void {
  tf.registerGradient({
    kernelName: gradient.kernelName,
    inputsToSave: gradient.inputsToSave ?? [],
    outputsToSave: gradient.outputsToSave ?? [],
    gradFunc: (dy, saved, attrs) => gradient.gradFunc(dy as Tensor, saved, attrs),
  });
}
