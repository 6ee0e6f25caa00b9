import type { Random } from "../../random";
import { decode, encode } from "./text";

/** What a model writes, one character after another, each drawn by its probability, after the end of a sentence. */
export function writeWith(
  logitsAfter: (characters: Uint8Array) => Float32Array,
  { length, windowLength, random }: { length: number; windowLength: number; random: Random },
): string {
  const characters = Array.from(encode(". "));
  const prompt = characters.length;
  while (characters.length < prompt + length) {
    const seen = Uint8Array.from(characters.slice(-windowLength));
    characters.push(draw(logitsAfter(seen), random));
  }
  return decode(characters.slice(prompt));
}

/** A place drawn with probability softmax(logits); the last one where they are not finite. */
function draw(logits: Float32Array, random: Random): number {
  const largest = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const weights = Array.from(logits, (logit) => Math.exp(logit - largest));
  let left = random.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [place, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return place;
  }
  return logits.length - 1;
}
