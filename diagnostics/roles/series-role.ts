import { networkIn } from "./network-name";
import { foreignRole } from "./other-loggers";
import type { RoleName, SeriesRole } from "./role";

const none: SeriesRole = { role: "none", network: "", part: "" };

/** Figures of our own trainer that have no network in their name. */
const ownFigures: Record<string, SeriesRole> = {
  "sample/high_quality_share": { role: "sample-quality", network: "", part: "" },
  "sample/high_quality_fraction": { role: "sample-quality", network: "", part: "" },
  "sample/mode_coverage": { role: "mode-coverage", network: "", part: "" },
  "sample/diversity": { role: "sample-diversity", network: "", part: "" },
  "discriminator_accuracy/held_out": { role: "discriminator-accuracy", network: "", part: "held-out" },
  "discriminator_accuracy/gap": { role: "discriminator-accuracy", network: "", part: "gap" },
  dead_unit_fraction: { role: "dead-units", network: "", part: "" },
  held_out_loss: { role: "validation-loss", network: "", part: "" },
  held_out_accuracy: { role: "validation-accuracy", network: "", part: "" },
  validation_loss: { role: "validation-loss", network: "", part: "" },
  step_time: { role: "step-time", network: "", part: "" },
};

/** First segments of our own trainer's names, `<metric>[/<network>[/<part>]]`. */
const ownMetrics: Record<string, RoleName> = {
  gradient_norm: "gradient-norm",
  gradient_norm_clipped: "clipped-gradient-norm",
  clip_coefficient: "clip-coefficient",
  loss: "loss",
  accuracy: "accuracy",
  learning_rate: "learning-rate",
  update_ratio: "update-ratio",
  weight_norm: "weight-norm",
  dead_units: "dead-units",
  saturation: "saturation",
  penalty: "penalty",
  input_gradient_norm: "input-gradient-norm",
  discriminator_accuracy: "discriminator-accuracy",
  discriminator_sign: "discriminator-sign",
};

/**
 * The role of a series, read from its name as our own trainer, W&B, Hugging Face, Lightning, Composer, Megatron, llm.c,
 * TensorBoard users and StyleGAN write it. `hasGlobalNorm`: the run logs the norm of its whole gradient, so that
 * `gradient_norm/<name>` is a layer and not a network.
 */
export function seriesRole(name: string, hasGlobalNorm: boolean): SeriesRole {
  if (Object.hasOwn(ownFigures, name)) return ownFigures[name] ?? none;
  const [metric = "", first = "", ...rest] = name.split("/");
  const role = Object.hasOwn(ownMetrics, metric) ? ownMetrics[metric] : undefined;
  if (role === "gradient-norm" && hasGlobalNorm && first !== "")
    return { role: "layer-gradient-norm", network: "", part: name.slice(metric.length + 1) };
  if (role === "gradient-norm" && rest.length > 0)
    return { role: "layer-gradient-norm", network: first, part: rest.join("/") };
  if (role === "discriminator-accuracy" || role === "discriminator-sign")
    return { role, network: "", part: first };
  if (role === "input-gradient-norm" && first !== "" && first !== "mean") return none;
  if (role === "loss" && first !== "" && networkIn(first) === undefined)
    return foreignRole(name) ?? ownLoss(first, rest);
  if (role !== undefined) return { role, network: first, part: rest.join("/") };
  return foreignRole(name) ?? none;
}

/** `loss/<network>`: any word may name a network. */
const ownLoss = (network: string, rest: readonly string[]): SeriesRole =>
  rest.length === 0 ? { role: "loss", network, part: "" } : none;

/** Whether a series is the norm of the run's whole gradient. */
export function isGlobalNorm(name: string): boolean {
  const { role, network } = seriesRole(name, false);
  return role === "gradient-norm" && network === "";
}
