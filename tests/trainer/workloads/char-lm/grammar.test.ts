import { describe, expect, it } from "vitest";
import { randomStream } from "../../../../trainer/random";
import {
  alphabetOf,
  english,
  entropyRate,
  type Grammar,
  writeText,
} from "../../../../trainer/workloads/char-lm/grammar";

/** Probability that `symbol` writes text from `start` on, by where it ends: the sum over all derivations. */
function inside(grammar: Grammar, text: string, symbol: string, start: number): Map<number, number> {
  const rules = grammar[symbol];
  if (!rules) return new Map(text.startsWith(symbol, start) ? [[start + symbol.length, 1]] : []);
  const ends = new Map<number, number>();
  for (const [probability, ...parts] of rules) {
    let reached = new Map([[start, probability]]);
    for (const part of parts) {
      const next = new Map<number, number>();
      for (const [from, before] of reached)
        for (const [to, of] of inside(grammar, text, part, from))
          next.set(to, (next.get(to) ?? 0) + before * of);
      reached = next;
    }
    for (const [end, of] of reached) ends.set(end, (ends.get(end) ?? 0) + of);
  }
  return ends;
}

describe("the grammar of small English", () => {
  it("has rules whose probabilities add up to 1", () => {
    for (const [symbol, rules] of Object.entries(english))
      expect(
        rules.reduce((sum, [probability]) => sum + probability, 0),
        symbol,
      ).toBeCloseTo(1, 12);
  });

  it("writes sentences that can be read in one way only, so that their bits are those of their choices", () => {
    const random = randomStream(0, "test");
    for (let sentence = 0; sentence < 60; sentence += 1) {
      const { text, bits } = writeText(english, 1, random);
      expect(text.indexOf(".")).toBe(text.length - 2);
      const probability = inside(english, text, "<sentence>", 0).get(text.length)!;
      expect(-Math.log2(probability), text).toBeCloseTo(bits, 8);
    }
  });

  it("lets verbs agree with their subjects across relative clauses", () => {
    const probabilityOf = (text: string) => inside(english, text, "<sentence>", 0).get(text.length) ?? 0;
    expect(probabilityOf("the dog that sees two cats sleeps. ")).toBeGreaterThan(0);
    expect(probabilityOf("the dogs that see a cat sleep. ")).toBeGreaterThan(0);
    expect(probabilityOf("the dog that sees two cats sleep. ")).toBe(0);
    expect(probabilityOf("the dogs that see a cat sleeps. ")).toBe(0);
  });

  it("needs its entropy rate in bits a character, as a long text shows", () => {
    const { text, bits } = writeText(english, 400_000, randomStream(1, "test"));
    expect(bits / text.length).toBeCloseTo(entropyRate(english), 2);
    expect(new Set(text)).toEqual(new Set(alphabetOf(english)));
  });
});

describe("the entropy rate of a grammar", () => {
  it("is the mean bits of a sentence over its mean length", () => {
    const small: Grammar = {
      "<sentence>": [
        [0.5, "a."],
        [0.25, "bb."],
        [0.25, "<tail>", "."],
      ],
      "<tail>": [
        [0.5, "c"],
        [0.5, "dd"],
      ],
    };
    // 1/2 * 1 + 1/4 * 2 + 1/4 * (2 + 1) bits; 1/2 * 2 + 1/4 * 3 + 1/4 * 2.5 characters.
    expect(entropyRate(small)).toBeCloseTo(1.75 / 2.375, 12);
  });

  it("follows rules that write out themselves", () => {
    // A coin for each character until it says stop: one bit each.
    const coin: Grammar = {
      "<sentence>": [
        [0.5, "a", "<sentence>"],
        [0.5, "."],
      ],
    };
    expect(entropyRate(coin)).toBeCloseTo(1, 9);
  });
});
