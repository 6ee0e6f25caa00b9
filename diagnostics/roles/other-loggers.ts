/** Names that other programs give to what the detectors read. */
import { layerIn } from "./layer-name";
import { fillers, validationWords } from "./name-words";
import { networkIn } from "./network-name";
import type { RoleName, SeriesRole } from "./role";

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
    words:
      /^(clipped )?(grad|gradient) norm (clipped|after clip|after clipping|post clip|postclip)$|^(clipped|post clip|postclip) (grad|gradient) norm$/,
  },
  {
    role: "gradient-norm",
    words:
      /^(grad|gradient|grads|gradients)( l2)? norm$|^(l2 )?norm (grad|gradient)$|^gnorm$|^gradnorm$|^norm grads?$/,
  },
  {
    role: "gradient-norm",
    words:
      /^(unclipped|pre clip|preclip|raw) (grad|gradient) norm$|^(grad|gradient) norm (unclipped|pre clip|preclip|before clip|before clipping|raw)$/,
  },
  { role: "update-ratio", words: /^update (to weight )?ratio$|^(l2 )?norm update ratio$/ },
  { role: "loss-scale", words: /^(loss|grad) scaler?$|^amp scale$/ },
  {
    role: "learning-rate",
    words:
      /^(lr|learning rate)( (decoupled|adam|adamw|w|sgd|sgdw|rmsprop|lion|adafactor|adagrad|pg\d+|group\d+|groups?|param|\d+))*$/,
  },
  { role: "loss", words: /^(loss )*(loss|cost)$|^(ce|mse|nll|bce|cross entropy) loss$/ },
  // What is no loss by its name and is one by its nature; a likelihood itself rises, and a perplexity is no loss but its exponential.
  {
    role: "loss",
    words:
      /^nll$|^neg(ative)? log likelihood$|^cross entropy$|^bp[cbd]$|^bits per (char|character|byte|dim)$|^loss bits$/,
  },
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

/** Whole names from torch: its GAN examples call the losses errD and errG, and what clip_grad_norm_ returns is total_norm. */
const torchNames: typeof patterns = [
  { role: "loss", words: /^err[DG]$/ },
  { role: "gradient-norm", words: /^(train[/_])?total_norm$/i },
];

/** The role of a name that is not our own trainer's; undefined where it means nothing to a detector. */
export function foreignRole(name: string): SeriesRole | undefined {
  const layer = layerIn(name);
  if (layer !== undefined)
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
  const role =
    patterns.find(({ words }) => words.test(left)) ?? torchNames.find(({ words }) => words.test(name));
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

/** "trainLoss/G_total" is train, loss, g, total; "loss_D_2" is loss, d_2. */
function wordsOf(name: string): string[] {
  const words: string[] = [];
  for (const word of splitName(name)) {
    const last = words.at(-1) ?? "";
    if (/^(\d+|[ab])$/.test(word) && networkIn(last) !== undefined) words.splice(-1, 1, `${last}_${word}`);
    else words.push(word);
  }
  return words;
}

const splitName = (name: string): string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    // Lightning writes the order of the norm into its name: grad_2.0_norm.
    .replace("2.0_norm", "norm")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "");
