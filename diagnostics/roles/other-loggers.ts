/** Names that other programs give to what the detectors read. */
import { networkIn } from "./network-name";
import type { RoleName, SeriesRole } from "./role";

/** Words that say nothing about what a figure is. */
const fillers = new Set([
  "train",
  "training",
  "trainer",
  "step",
  "batch",
  "iter",
  "total",
  "global",
  "all",
  "avg",
  "mean",
  "metrics",
  "lm",
  "model",
  "optim",
  "optimizer",
  "misc",
  "ms",
]);
const validationWords = new Set([
  "val",
  "valid",
  "validation",
  "eval",
  "evaluation",
  "test",
  "dev",
  "holdout",
]);
/** A figure a pass over the data is no figure a step: at other places of the same run it stands beside one. */
const sparseWords = new Set(["epoch", "best", "final", "ema", "running"]);

/**
 * Roles by the words that are left of a name without fillers, validation words and the network; in order, since
 * "gradient penalty" is no gradient norm. Source: the loggers' own code and documents (docs/detectors.md lists them).
 */
const patterns: readonly { role: RoleName; words: RegExp; part?: string }[] = [
  { role: "discriminator-sign", words: /^(loss )?signs real$/, part: "real" },
  { role: "discriminator-sign", words: /^(loss )?signs fake$/, part: "fake" },
  { role: "discriminator-accuracy", words: /^(acc|accuracy) real$|^real (acc|accuracy)$/, part: "real" },
  { role: "discriminator-accuracy", words: /^(acc|accuracy) fake$|^fake (acc|accuracy)$/, part: "fake" },
  { role: "penalty", words: /^(loss )?(r1|r2|pl|gp|gradient|grad)( penalty)?$|^penalty$/ },
  {
    role: "clipped-gradient-norm",
    words: /^(clipped )?(grad|gradient) norm (clipped|after clip|post clip)$|^clipped (grad|gradient) norm$/,
  },
  {
    role: "gradient-norm",
    words: /^(grad|gradient|grads|gradients)( l2)? norm$|^(l2 )?norm (grad|gradient)$|^gnorm$|^norm grads?$/,
  },
  { role: "update-ratio", words: /^update (to weight )?ratio$|^(l2 )?norm update ratio$/ },
  { role: "loss-scale", words: /^(loss|grad) scaler?$|^amp scale$/ },
  {
    role: "learning-rate",
    words:
      /^(lr|learning rate)( (decoupled|adam|adamw|w|sgd|sgdw|rmsprop|lion|adafactor|adagrad|pg\d+|group\d+|groups?|param|\d+))*$/,
  },
  { role: "loss", words: /^(loss )*(loss|cost)$|^(ce|mse|nll) loss$/ },
  { role: "accuracy", words: /^(acc|accuracy|top1|acc1|top 1 accuracy|multiclassaccuracy)$/ },
  { role: "dead-units", words: /^dead (units?|neurons?|relus?)( fraction| share| ratio)?$/ },
  { role: "saturation", words: /^saturat(ion|ed)( fraction| share| units)?$/ },
  {
    role: "reward",
    words: /^(episode |ep |rollout )*(reward|rewards|return|returns|rew|ret)( (signal|len))?$/,
  },
  {
    role: "step-time",
    words: /^(time|step time|time per|iteration time|iter time|seconds per|elapsed time per iteration)$/,
  },
];

/** Layers: what stands behind the words for a gradient norm. */
const layerNorm =
  /^(?:train[/_.])?(?:grad(?:ient)?s?[_ -]?(?:2\.0[_ -]?)?(?:l2[_ -]?)?norm|l2_norm\/grad|grad_norms?|norms\/grad)[/.](.+)$/i;
const notLayers = /^(global|total|all)$/i;

/** The role of a name that is not our own trainer's; undefined where it means nothing to a detector. */
export function foreignRole(name: string): SeriesRole | undefined {
  const layer = layerNorm.exec(name)?.[1];
  if (layer !== undefined && !notLayers.test(layer))
    return networkIn(layer) === undefined
      ? { role: "layer-gradient-norm", network: "", part: layer }
      : { role: "gradient-norm", network: networkIn(layer) as string, part: "" };
  const all = wordsOf(name);
  if (all.some((word) => sparseWords.has(word))) return undefined;
  const networks = new Set(all.map(networkIn).filter((network) => network !== undefined));
  if (networks.size > 1) return undefined;
  const isHeldOut = all.some((word) => validationWords.has(word));
  const left = all
    .filter((word) => !fillers.has(word) && !validationWords.has(word) && networkIn(word) === undefined)
    .join(" ");
  const [network = ""] = networks;
  // torch's GAN examples call the losses errD and errG, and nothing else.
  const role =
    patterns.find(({ words }) => words.test(left)) ??
    (/^err[DG]$/.test(name) ? patterns.find(({ role }) => role === "loss") : undefined);
  if (!role) return undefined;
  if (isHeldOut) return heldOut(role.role, network);
  if (role.role === "accuracy" && network !== "" && network !== "generator")
    return { role: "discriminator-accuracy", network: "", part: "" };
  return { role: role.role, network, part: role.part ?? "" };
}

function heldOut(role: RoleName, network: string): SeriesRole | undefined {
  if (role === "loss") return { role: "validation-loss", network, part: "" };
  if (role === "accuracy") return { role: "validation-accuracy", network, part: "" };
  return undefined;
}

/** "trainLoss/G_total" is train, loss, g, total. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    // Lightning writes the order of the norm into its name: grad_2.0_norm.
    .replace("2.0_norm", "norm")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "");
