/**
 * What a series means to the detectors, read from its name: `<metric>[/<network>[/<layer>]]`.
 * A run without networks logs `gradient_norm` and `loss`; its network is called "" here, and then
 * `gradient_norm/<name>` is a layer.
 */
export type SeriesRole =
  | { role: "norm"; network: string }
  | { role: "layer-norm"; network: string; layer: string }
  | { role: "loss"; network: string }
  | { role: "clip-coefficient"; network: string }
  | { role: "sample-quality" }
  | { role: "input-gradient" }
  | { role: "discriminator-accuracy" }
  | { role: "none" };

/** What Hugging Face, Lightning and others call the same, in lower case. */
const otherNames: Record<string, string> = {
  grad_norm: "gradient_norm",
  "train/grad_norm": "gradient_norm",
  "train/global_grad_norm": "gradient_norm",
  train_grad_norm: "gradient_norm",
  train_loss: "loss",
  train_loss_step: "loss",
  training_loss: "loss",
  "train/loss": "loss",
  "train/loss_step": "loss",
  "loss/train": "loss",
};

const globalNorms = [
  "gradient_norm",
  ...Object.keys(otherNames).filter((name) => otherNames[name] === "gradient_norm"),
];

/** Whether a run that logs these at a step logs the norm of its whole gradient. */
export const hasGlobalNormAmong = (values: ReadonlyMap<string, number>): boolean =>
  globalNorms.some((name) => values.has(name));

/** `hasGlobalNorm`: whether the run logs the norm of its whole gradient. */
export function seriesRole(logged: string, hasGlobalNorm: boolean): SeriesRole {
  const name = otherNames[logged.toLowerCase()] ?? logged;
  const [metric, first, ...rest] = name.split("/");
  const second = rest.length > 0 ? rest.join("/") : undefined;
  switch (metric) {
    case "gradient_norm":
      if (first === undefined) return { role: "norm", network: "" };
      if (hasGlobalNorm) return { role: "layer-norm", network: "", layer: name.slice(metric.length + 1) };
      if (second === undefined) return { role: "norm", network: first };
      return { role: "layer-norm", network: first, layer: second };
    case "loss":
      return { role: "loss", network: first ?? "" };
    case "clip_coefficient":
      return { role: "clip-coefficient", network: first ?? "" };
    case "sample":
      return first?.startsWith("high_quality") ? { role: "sample-quality" } : { role: "none" };
    case "input_gradient_norm":
      return first === undefined || first === "mean" ? { role: "input-gradient" } : { role: "none" };
    case "discriminator_accuracy":
      return first === undefined ? { role: "discriminator-accuracy" } : { role: "none" };
    default:
      return { role: "none" };
  }
}
