import type { Tensor } from "../tensorflow";

/**
 * What stock tfjs does wrong: it records operations that yield booleans, or integers from floats, as if they
 * could be differentiated. A gradient that contains a comparison (leakyRelu, selu, relu6, where, clipByValue,
 * maximum) throws "gradient function not found for Greater" when it is differentiated again, and the cast of
 * a float to an integer lets its gradient through as if it were the identity.
 *
 * Smallest failing examples: d/dx |d/dx leakyRelu(x)^2|^2 throws; d/dx [x * float(int(x))] at 2.5 is 4.5.
 *
 * The cure: they are piecewise constant, no gradient flows through them, so they stay off the tape. So do the
 * float-valued ones (step, sign, floor, ...): stock tfjs is right there but computes, multiplies and adds
 * zeros, in the second pass of every rectified layer.
 *
 * A function that depends on x through such operations only is unconnected to x: tfjs then throws "Cannot
 * compute gradient of y=f(x)" instead of returning zeros.
 *
 * Source: tfjs-core 4.22 `gradients/` (no gradient for Greater, Less, Equal, LogicalAnd, ...; `Cast_grad.ts`).
 */
export function isPiecewiseConstant(
  kernelName: string,
  inputs: Record<string, Tensor>,
  outputs: Tensor[],
): boolean {
  if (steps.has(kernelName) || outputs.every((output) => output.dtype === "bool")) return true;
  return (
    outputs.every((output) => output.dtype === "int32" || output.dtype === "bool") &&
    Object.values(inputs).some((input) => input?.dtype === "float32")
  );
}

const steps = new Set(["Step", "Sign", "Floor", "Ceil", "Round"]);
