/** Which layer a series is the gradient norm of, as loggers and hand-written loops name it. */
import { fillers, validationWords } from "./name-words";
import { networkIn } from "./network-name";

const gradientNorm = "grad(?:ient)?s?[_ -]?(?:2\\.0[_ -]?)?(?:l2[_ -]?)?norms?";
const train = "(?:train[/_.])?";

/** `grad_norm/fc1.weight`, and as Lightning and Composer have it. */
const behindWords = new RegExp(`^${train}(?:${gradientNorm}|l2_norm/grad|norms/grad)[/.](.+)$`, "i");
/** `grad/fc1.weight` and `gradients/fc1/norm`: what stands there is a parameter, or called a norm. */
const behindGradient = new RegExp(
  `^${train}grad(?:ient)?s?[/.](?:(.+)[/._]norm|(.+[._](?:weight|bias|kernel|gamma|beta|embedding)))$`,
  "i",
);
/** `encoder/grad_norm`, `fc1.weight.grad_norm` and `encoder/grad_norm/fc1.weight`. */
const beforeWords = new RegExp(`^(.+?)[/.]${gradientNorm}(?:[/.](.+))?$`, "i");
const wholeGradient = /^(global|total|all)$/i;

/** The layer, such as "encoder/fc1.weight"; undefined where the series is no norm of a layer. */
export function layerIn(name: string): string | undefined {
  const [, behind] = behindWords.exec(name) ?? [];
  const [, called, parameter] = behindGradient.exec(name) ?? [];
  const layer = behind ?? called ?? parameter ?? layerBefore(name);
  return layer === undefined || wholeGradient.test(layer) ? undefined : layer;
}

/** What stands before the words names a layer where it says more than that this is training, and names no network of a pair. */
function layerBefore(name: string): string | undefined {
  const [, before = "", behind] = beforeWords.exec(name) ?? [];
  const words = before
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== "");
  if (words.some((word) => validationWords.has(word) || networkIn(word) !== undefined)) return undefined;
  const says = words.some((word) => !fillers.has(word));
  if (behind === undefined) return says ? before : undefined;
  return says ? `${before}/${behind}` : behind;
}
