import { describe, expect, it } from "vitest";
import { crossEntropyOf } from "../../../trainer/probes/cross-entropy";
import { randomStream } from "../../../trainer/random";
import { tf } from "../../../trainer/tensorflow";
import { copiedShare, drawCopies, memorylessCrossEntropy } from "../../../trainer/workloads/copy-rnn/copying";
import { sequenceCrossEntropies } from "../../../trainer/workloads/sequences/sequence-cross-entropy";
import { classTargets } from "../../../trainer/workloads/supervised/cross-entropy";
import { onBackend } from "../on-backend";
import { recordTraining } from "../protocol/record-training";

onBackend();

const [remembered, delay, count] = [10, 30, 12];
const { inputs, labels, steps } = drawCopies(remembered, delay, count, randomStream(4, "data"));

describe("the copying memory task", () => {
  it("shows ten symbols of eight, blanks, the sign, blanks, and asks for blanks and the symbols again", () => {
    expect(steps).toBe(delay + 20);
    const met = new Set<number>();
    for (let sequence = 0; sequence < count; sequence += 1) {
      const read = Array.from({ length: steps }, (_, time) => {
        const row = [...inputs.subarray(10 * (sequence * steps + time), 10 * (sequence * steps + time + 1))];
        expect(row.filter((entry) => entry === 1)).toHaveLength(1);
        expect(row.filter((entry) => entry === 0)).toHaveLength(9);
        return row.indexOf(1);
      });
      const toCopy = read.slice(0, 10);
      for (const symbol of toCopy) met.add(symbol);
      expect(read.slice(10)).toEqual([...Array(delay - 1).fill(8), 9, ...Array(10).fill(8)]);
      const asked = [...labels.subarray(sequence * steps, (sequence + 1) * steps)];
      expect(asked).toEqual([...Array(delay + 10).fill(8), ...toCopy]);
    }
    expect([...met].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  /** Logits that put probability `share` on each of the given answers at a step, and none on the others. */
  const evenly = (answersAt: (time: number) => number[]) => {
    const logits = new Float32Array(labels.length * 9).fill(-100);
    for (let row = 0; row < labels.length; row += 1)
      for (const answer of answersAt(row % steps)) logits[9 * row + answer] = 0;
    return logits;
  };
  const memoryless = evenly((time) => (time < delay + 10 ? [8] : [0, 1, 2, 3, 4, 5, 6, 7]));

  it("costs the best answers without a memory 10 ln 8 / (T + 20)", () => {
    expect(memorylessCrossEntropy(remembered, steps)).toBeCloseTo((10 * Math.log(8)) / (delay + 20), 12);
    expect(crossEntropyOf(memoryless, labels)).toBeCloseTo(memorylessCrossEntropy(remembered, steps), 6);
    const unsure = evenly(() => [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(crossEntropyOf(unsure, labels)).toBeCloseTo(Math.log(9), 6);
  });

  it("has the same cross-entropy in the loss as in the figure", () => {
    tf.tidy(() => {
      const logits = randomStream(1, "logits").fillNormal(new Float32Array(labels.length * 9));
      const ofSequences = sequenceCrossEntropies(
        tf.tensor3d(logits, [count, steps, 9]),
        classTargets(labels, 9),
      );
      expect(ofSequences.shape).toEqual([count]);
      expect(ofSequences.mean().dataSync()[0]).toBeCloseTo(crossEntropyOf(logits, labels), 5);
    });
  });

  it("counts as copied only what is to be copied", () => {
    expect(copiedShare(memoryless, labels, { remembered, steps })).toBe(0);
    const right = new Float32Array(labels.length * 9);
    for (const [row, label] of labels.entries()) if (row % steps >= delay + 10) right[9 * row + label] = 1;
    expect(copiedShare(right, labels, { remembered, steps })).toBe(1);
    // The last symbol of each sequence wrong.
    for (let row = steps - 1; row < labels.length; row += steps) right.fill(0, 9 * row, 9 * row + 9);
    expect(copiedShare(right, labels, { remembered, steps })).toBeCloseTo(0.9, 12);
  });
});

describe("copy-rnn", () => {
  it("learns what cannot be known without a memory, under a delay that grows", async () => {
    const { end, series } = await recordTraining({
      workload: "copy-rnn",
      cell: "rnn",
      steps: 300,
      remembered: 2,
      delay: 4,
      curriculum: { steps: 100 },
      hidden: 32,
      optimizer: { name: "adam", learningRate: 0.01 },
      interventions: [{ name: "clip-global-norm" }],
    });
    expect(end.status).toBe("finished");
    // Delays of 1 and of 4 steps.
    const baseline = series("cross_entropy/memoryless");
    expect(baseline[0]).toBeCloseTo((2 * Math.log(8)) / 5, 12);
    expect(baseline.at(-1)).toBeCloseTo((2 * Math.log(8)) / 8, 12);
    expect(series("cross_entropy/rnn").at(-1)).toBeLessThan(baseline.at(-1)! / 2);
    expect(series("accuracy/copied").at(-1)).toBeGreaterThan(0.75);
  });
});
