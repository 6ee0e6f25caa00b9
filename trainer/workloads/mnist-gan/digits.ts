import { balancedIndex } from "../../protocol/class-balance";
import type { Random } from "../../random";
import { openMnist, readMnistLabels, side } from "./mnist";

const pixels = side * side;

/** Fills `target` with images drawn at random, and `classes` with their digits where it is given. */
export type DrawDigits = (target: Float32Array, random: Random, classes?: Int32Array) => void;

/** Draws from a split of MNIST: by default any image is as likely as any other, balanced any digit as any other. */
export function digitsOf(split: "train" | "test", balanced = false): DrawDigits {
  const images = openMnist(split);
  let labels: Uint8Array | undefined;
  const labelsOfAll = () => {
    labels ??= readMnistLabels(split);
    return labels;
  };
  const drawIndex = balanced
    ? balancedIndex(labelsOfAll())
    : (random: Random) => random.integer(images.count);
  return (target, random, classes) => {
    for (let offset = 0; offset < target.length; offset += pixels) {
      const index = drawIndex(random);
      images.read(index, target, offset);
      if (classes) classes[offset / pixels] = labelsOfAll()[index]!;
    }
  };
}
