import { createHash } from "node:crypto";
import { randomStream } from "../../random";
import { alphabetOf, english, writeText } from "./grammar";

/** All characters of a text, in order; a text is encoded as places in it. */
export const alphabet = alphabetOf(english);

export interface EncodedText {
  characters: Uint8Array;
  /** What the grammar's choices in writing the text were worth: no model can be expected to tell it in less. */
  bits: number;
}

/**
 * A text in the grammar's English, the same in every run whatever its seed, as a file would be. Training text and
 * held-out text come from streams of their own. It begins with the end of a sentence, which costs no bits, so that
 * what is left to predict is whole sentences.
 */
export function textOf(use: "training" | "held-out", length: number): EncodedText {
  const { text, bits } = writeText(english, length, randomStream(0, `char-lm/${use}`));
  return { characters: encode(` ${text}`), bits };
}

export const encode = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => alphabet.indexOf(character));

export const decode = (characters: Iterable<number>): string =>
  Array.from(characters, (place) => alphabet[place]).join("");

/** One-hot rows, one for each character. */
export function oneHot(characters: Uint8Array): Float32Array {
  const rows = new Float32Array(characters.length * alphabet.length);
  for (const [index, place] of characters.entries()) rows[index * alphabet.length + place] = 1;
  return rows;
}

export const hashOf = (characters: Uint8Array): string =>
  createHash("sha256").update(characters).digest("hex");
