import type { Random } from "../../random";

/** Two relevant symbols, X and Y, come first in the alphabet; the other four distract. */
export const relevantSymbols = 2;
export const symbols = 6;
export const classes = 4;
/** The two relevant symbols come within tenths of the length, so each tenth needs a step. */
export const shortestSequence = 10;

export interface SequenceBatch {
  /** One-hot symbols, [time, batch, symbol]. */
  inputs: Float32Array;
  /** Class of each sequence: 2 * first relevant symbol + second (XX, XY, YX, YY). */
  labels: Int32Array;
}

/**
 * The temporal order problem: distractors all along, but for one relevant symbol at a random step in
 * [T/10, 2T/10] and another in [4T/10, 5T/10]; which two, in which order, is to be told at the end of the sequence.
 * Source: Hochreiter & Schmidhuber 1997, experiment 6a, scaled to length T by Pascanu 2013, section 4.1.
 */
export function drawSequences(length: number, count: number, random: Random): SequenceBatch {
  const inputs = new Float32Array(length * count * symbols);
  const labels = new Int32Array(count);
  const tenth = length / 10;
  for (let sequence = 0; sequence < count; sequence += 1) {
    const firstAt = between(random, Math.floor(tenth), Math.floor(2 * tenth));
    const secondAt = between(random, Math.floor(4 * tenth), Math.floor(5 * tenth));
    const first = random.integer(relevantSymbols);
    const second = random.integer(relevantSymbols);
    labels[sequence] = 2 * first + second;
    for (let time = 0; time < length; time += 1) {
      const distractor = relevantSymbols + random.integer(symbols - relevantSymbols);
      const symbol = time === firstAt ? first : time === secondAt ? second : distractor;
      inputs[(time * count + sequence) * symbols + symbol] = 1;
    }
  }
  return { inputs, labels };
}

/** A whole number from `low` to `high`, both included. */
function between(random: Random, low: number, high: number): number {
  return low + random.integer(high - low + 1);
}
