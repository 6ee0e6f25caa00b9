import { describe, expect, it } from "vitest";
import { randomStream } from "../../../trainer/random";
import { constantAnswerError, drawSums } from "../../../trainer/workloads/adding-rnn/adding";
import { onBackend } from "../on-backend";
import { recordTraining } from "../protocol/record-training";

onBackend();

describe("the adding problem", () => {
  const [length, count] = [21, 4000];
  const { inputs, sums } = drawSums(length, count, randomStream(4, "data"));
  const numberAt = (sequence: number, time: number) => inputs[2 * (sequence * length + time)]!;
  const marksOf = (sequence: number) =>
    Array.from({ length }, (_, time) => time).filter(
      (time) => inputs[2 * (sequence * length + time) + 1] === 1,
    );

  it("marks one step of each half, every one in turn, and asks for the sum of the numbers there", () => {
    const [first, second] = [new Set<number>(), new Set<number>()];
    for (let sequence = 0; sequence < count; sequence += 1) {
      const marks = marksOf(sequence);
      expect(marks).toHaveLength(2);
      first.add(marks[0]!);
      second.add(marks[1]!);
      const sum = numberAt(sequence, marks[0]!) + numberAt(sequence, marks[1]!);
      expect(sums[sequence]).toBeCloseTo(sum, 6);
    }
    expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, time) => time));
    expect([...second].sort((a, b) => a - b)).toEqual(Array.from({ length: 11 }, (_, time) => 10 + time));
  });

  it("draws numbers uniform in [0, 1)", () => {
    const numbers = inputs.filter((_, index) => index % 2 === 0);
    const mean = numbers.reduce((total, number) => total + number, 0) / numbers.length;
    const square = numbers.reduce((total, number) => total + number * number, 0) / numbers.length;
    expect(mean).toBeCloseTo(1 / 2, 2);
    expect(square).toBeCloseTo(1 / 3, 2);
    expect(Math.min(...numbers.subarray(0, 50_000))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers.subarray(0, 50_000))).toBeLessThan(1);
  });

  it("is missed by 2/12 by the answer 1, the best constant", () => {
    const errorOf = (answer: number) => sums.reduce((total, sum) => total + (sum - answer) ** 2, 0) / count;
    expect(constantAnswerError).toBeCloseTo(0.167, 3);
    expect(errorOf(1)).toBeCloseTo(constantAnswerError, 2);
    expect(errorOf(0.9)).toBeGreaterThan(errorOf(1));
    expect(errorOf(1.1)).toBeGreaterThan(errorOf(1));
  });

  it("exists at the shortest length that the config allows", () => {
    const shortest = drawSums(2, 3, randomStream(0, "data"));
    expect(Array.from(shortest.inputs).filter((_, index) => index % 2 === 1)).toEqual([1, 1, 1, 1, 1, 1]);
  });
});

describe("adding-rnn", () => {
  it.each(["rnn", "lstm", "gru"] as const)("an %s learns what no constant answer reaches", async (cell) => {
    const { end, series } = await recordTraining({
      workload: "adding-rnn",
      cell,
      steps: 250,
      sequenceLength: 5,
      hidden: 16,
      optimizer: { name: "adam", learningRate: 0.01 },
      interventions: [{ name: "clip-global-norm" }],
    });
    expect(end.status).toBe("finished");
    const late = series("squared_error/rnn").slice(-50);
    const mean = late.reduce<number>((sum, error) => sum + error!, 0) / late.length;
    expect(mean).toBeLessThan(constantAnswerError / 4);
    expect(series("squared_error/constant").at(-1)).toBeCloseTo(1 / 6, 12);
    expect(series("accuracy/within_tolerance").at(-1)).toBeGreaterThan(
      series("accuracy/within_tolerance")[0]!,
    );
  });

  it("reports the error without what a penalty adds to the loss", async () => {
    const { series } = await recordTraining({
      workload: "adding-rnn",
      steps: 2,
      sequenceLength: 4,
      hidden: 4,
      interventions: [{ name: "input-gradient-penalty", coefficient: 3 }],
    });
    const [loss, error, penalty] = [
      series("loss/rnn"),
      series("squared_error/rnn"),
      series("penalty/input-gradient-penalty"),
    ];
    expect(penalty[0]).toBeGreaterThan(0);
    expect(loss[0]! - penalty[0]!).toBeCloseTo(error[0]!, 5);
  });
});
