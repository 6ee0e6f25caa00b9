import type { Random } from "../../random";

/** A number and a mark at each step. */
export const features = 2;
/** A mark in each half. */
export const shortestSequence = 2;
/** Variance of the sum of two numbers uniform in [0, 1): what the best constant answer, 1, misses by. */
export const constantAnswerError = 1 / 6;
/** How far from the sum an answer counts as right (Hochreiter & Schmidhuber 1997, experiment 4). */
export const tolerance = 0.04;

export interface AddingBatch {
  /** [sequence, time, feature]. */
  inputs: Float32Array;
  /** Of each sequence, between 0 and 2. */
  sums: Float32Array;
}

/**
 * The adding problem: at each step a number uniform in [0, 1) and a mark, 1 at one random step of the first half and one
 * of the second, else 0. At the end the sum of the two marked numbers is to be told.
 * Source: Hochreiter & Schmidhuber 1997, experiment 4, in the form of Arjovsky, Shah & Bengio 2016, section 4.2.
 * Known answer: a net that ignores its input does best to say 1, with a mean squared error of 2/12 = .167.
 */
export function drawSums(length: number, count: number, random: Random): AddingBatch {
  const inputs = new Float32Array(count * length * features);
  const sums = new Float32Array(count);
  const half = Math.floor(length / 2);
  for (let sequence = 0; sequence < count; sequence += 1) {
    const steps = inputs.subarray(sequence * length * features, (sequence + 1) * length * features);
    for (let time = 0; time < length; time += 1) steps[features * time] = random.uniform();
    const marked = [random.integer(half), half + random.integer(length - half)];
    for (const time of marked) {
      steps[features * time + 1] = 1;
      sums[sequence] = sums[sequence]! + steps[features * time]!;
    }
  }
  return { inputs, sums };
}
