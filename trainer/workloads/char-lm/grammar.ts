import type { Random } from "../../random";

/** A way to write a symbol out: how likely it is, and then symbols, <in brackets>, and text. */
type Rule = readonly [probability: number, ...parts: string[]];
export type Grammar = Readonly<Record<string, readonly Rule[]>>;

const evenly = (...words: string[]): Rule[] => words.map((word) => [1 / words.length, word]);

/**
 * Small English: subjects and verbs agree in number, across relative clauses of any length, which a model of few
 * characters cannot tell. Verbs that need an object and verbs that have none are different words, and a noun has at
 * most one relative clause, so that every text can be read in one way only.
 */
export const english: Grammar = {
  "<sentence>": [
    [0.5, "<one>", " ", "<one does>", ". "],
    [0.5, "<many>", " ", "<many do>", ". "],
  ],
  "<one>": [
    [0.75, "<a>", " ", "<kind>", "<noun>"],
    [0.25, "<a>", " ", "<kind>", "<noun>", " that ", "<one does>"],
  ],
  "<many>": [
    [0.75, "<some>", " ", "<kind>", "<noun>", "s"],
    [0.25, "<some>", " ", "<kind>", "<noun>", "s that ", "<many do>"],
  ],
  "<one does>": [
    [0.4, "<rest>", "s"],
    [0.3, "<act>", "s ", "<one>"],
    [0.3, "<act>", "s ", "<many>"],
  ],
  "<many do>": [
    [0.4, "<rest>"],
    [0.3, "<act>", " ", "<one>"],
    [0.3, "<act>", " ", "<many>"],
  ],
  "<a>": evenly("a", "the", "every", "this"),
  "<some>": evenly("some", "the", "two", "these"),
  "<kind>": [
    [0.6, ""],
    [0.4, "<adjective>", " "],
  ],
  "<adjective>": evenly("big", "small", "old", "young", "red", "quick", "brown", "lazy"),
  "<noun>": evenly("dog", "cat", "bird", "frog", "horse", "farmer", "teacher", "king"),
  "<rest>": evenly("sleep", "run", "sing", "wait"),
  "<act>": evenly("see", "chase", "follow", "love", "hear", "visit"),
};

/** Every character that the grammar can write. */
export function alphabetOf(grammar: Grammar): string {
  const texts = Object.values(grammar).flatMap((rules) =>
    rules.flatMap(([, ...parts]) => parts.filter((part) => !(part in grammar))),
  );
  return [...new Set(texts.join(""))].sort().join("");
}

/** Sentences, at least `length` characters, and how many bits the grammar's choices in writing them were worth. */
export function writeText(grammar: Grammar, length: number, random: Random): { text: string; bits: number } {
  const pieces: string[] = [];
  let written = 0;
  let bits = 0;
  function write(symbol: string): void {
    const rules = grammar[symbol];
    if (!rules) {
      pieces.push(symbol);
      written += symbol.length;
      return;
    }
    const [probability, ...parts] = choose(rules, random);
    bits -= Math.log2(probability);
    for (const part of parts) write(part);
  }
  while (written < length) write("<sentence>");
  return { text: pieces.join(""), bits };
}

function choose(rules: readonly Rule[], random: Random): Rule {
  let left = random.uniform();
  for (const rule of rules) {
    left -= rule[0];
    if (left < 0) return rule;
  }
  return rules.at(-1)!;
}

/**
 * Entropy rate of a text of such sentences, in bits a character: what the best model needs in the long run, so no model
 * can do with less.
 *
 *     H(symbol) = sum_rules p (-log2 p + sum_parts H(part)),  L(symbol) likewise,  rate = H(<sentence>) / L(<sentence>)
 *
 * Each sentence is drawn by itself and its end can be seen, so that the rate is the mean bits of one over its mean
 * length (renewal-reward theorem); the bits of a sentence are those of its derivation, since it has only one
 * (Shannon 1951; Grenander 1967 on entropies of derivations). The equations are iterated to their fixed point, which
 * exists as long as a symbol does not write out more than one of itself in the mean.
 */
export function entropyRate(grammar: Grammar): number {
  const { bits, length } = expectations(grammar);
  return bits["<sentence>"]! / length["<sentence>"]!;
}

interface Expectations {
  bits: Record<string, number>;
  length: Record<string, number>;
}

function expectations(grammar: Grammar): Expectations {
  const symbols = Object.keys(grammar);
  let current: Expectations = { bits: {}, length: {} };
  for (let round = 0; round < 1000; round += 1) {
    const next: Expectations = { bits: {}, length: {} };
    for (const symbol of symbols) {
      let [bits, length] = [0, 0];
      for (const [probability, ...parts] of grammar[symbol]!) {
        bits -= probability * Math.log2(probability);
        for (const part of parts) {
          bits += probability * (current.bits[part] ?? 0);
          length += probability * (part in grammar ? (current.length[part] ?? 0) : part.length);
        }
      }
      next.bits[symbol] = bits;
      next.length[symbol] = length;
    }
    current = next;
  }
  return current;
}
