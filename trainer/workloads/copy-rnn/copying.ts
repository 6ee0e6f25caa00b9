import { accuracyOf } from "../../probes/accuracy";
import type { Random } from "../../random";

/** Symbols that may have to be remembered; after them in the alphabet come the blank and the sign to recall. */
const rememberable = 8;
const blank = 8;
const recallSign = 9;
/** What is read: all of them. */
export const symbols = 10;
/** What is answered: a symbol or a blank. */
export const answers = 9;
/** Between the last symbol and the sign to recall there need be no blank. */
export const shortestDelay = 1;

export interface CopyBatch {
  /** One-hot symbols, [sequence, time, symbol]; `delay` + 2 `remembered` steps. */
  inputs: Float32Array;
  /** The right answer at each step, [sequence, time]. */
  labels: Int32Array;
  steps: number;
}

/**
 * The copying memory task: `remembered` symbols uniform among eight, then `delay` blanks of which the last is the sign to
 * recall, then as many blanks as symbols. The answer is a blank all along and at the end the symbols in their order.
 * Source: Hochreiter & Schmidhuber 1997; in the form of Arjovsky, Shah & Bengio 2016, section 4.1 (10 symbols; delay T).
 */
export function drawCopies(remembered: number, delay: number, count: number, random: Random): CopyBatch {
  const steps = delay + 2 * remembered;
  const inputs = new Float32Array(count * steps * symbols);
  const labels = new Int32Array(count * steps).fill(blank);
  for (let sequence = 0; sequence < count; sequence += 1) {
    const first = sequence * steps;
    for (let time = 0; time < steps; time += 1) {
      let symbol = blank;
      if (time < remembered) {
        symbol = random.integer(rememberable);
        labels[first + steps - remembered + time] = symbol;
      }
      if (time === steps - remembered - 1) symbol = recallSign;
      inputs[(first + time) * symbols + symbol] = 1;
    }
  }
  return { inputs, labels, steps };
}

/**
 * Cross-entropy, in nats a step, of the best answers without a memory: blanks where they are certain, then a guess among
 * eight symbols: remembered ln 8 / steps, the known 10 ln 8 / (T + 20).
 */
export const memorylessCrossEntropy = (remembered: number, steps: number): number =>
  (remembered * Math.log(rememberable)) / steps;

/** Share of the symbols to be copied that came back right, of logits [sequence, time, answer]; an eighth by guessing. */
export function copiedShare(
  logits: Float32Array,
  labels: Int32Array,
  { remembered, steps }: { remembered: number; steps: number },
): number {
  let sum = 0;
  for (let end = steps; end <= labels.length; end += steps) {
    const start = end - remembered;
    sum += accuracyOf(logits.subarray(answers * start, answers * end), labels.subarray(start, end));
  }
  return sum / (labels.length / steps);
}
