import { type Baseline, isNorm } from "./baseline";

/** Rules VanishingGradient, ExplodingTensor and LossNotDecreasing with their documented defaults. */
const defaults = { vanishing: 1e-7, lossSteps: 10, lossDecrease: 0.001 };

/**
 * Amazon SageMaker Debugger's built-in rules. Its vanishing rule reads the mean absolute gradient, of which a log holds the
 * norm only; the norm is the larger one, so that it alarms no more often here than there.
 */
export const sageMakerDebugger: Baseline = {
  id: "sagemaker",
  rule: "gradient below 1e-7, or not finite; loss that does not fall by .1% in 10 points",
  source: "Amazon SageMaker Debugger, list of built-in rules",
  kinds: ["vanishing_gradient", "exploding_gradient", "non_finite", "plateau"],
  watch(role) {
    if (isNorm(role))
      return (value) =>
        Number.isFinite(value)
          ? value < defaults.vanishing
            ? "vanishing_gradient"
            : undefined
          : "exploding_gradient";
    if (role.role !== "loss") return undefined;
    let best = Number.POSITIVE_INFINITY;
    let waited = 0;
    return (value) => {
      if (!Number.isFinite(value)) return "non_finite";
      if (value < best * (1 - defaults.lossDecrease)) {
        best = value;
        waited = 0;
        return undefined;
      }
      return ++waited >= defaults.lossSteps ? "plateau" : undefined;
    };
  },
};
