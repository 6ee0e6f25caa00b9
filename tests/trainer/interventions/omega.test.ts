import { expect, it } from "vitest";
import { createContext } from "../../../trainer/context";
import { stabilizersOf } from "../../../trainer/interventions";
import { randomStream } from "../../../trainer/random";
import { tf } from "../../../trainer/tensorflow";
import { onBackend } from "../on-backend";

onBackend();

const [time, batch, hidden] = [4, 3, 5];
const alpha = 3;
const normal = (name: string, length: number) => randomStream(1, name).fillNormal(new Float32Array(length));
const recurrent = normal("recurrent", hidden * hidden);
const byPreactivations = normal("preactivations", time * batch * hidden);
const byStatesDirectly = normal("states", time * batch * hidden);
// The errors of one sequence have vanished: its steps do not count.
for (const errors of [byPreactivations, byStatesDirectly])
  for (let step = 0; step < time; step += 1)
    errors.fill(0, (step * batch + 2) * hidden, (step * batch + 3) * hidden);

/** dL/dx_k W' of one sequence, written out in float64. */
function back(step: number, sequence: number, matrix: ArrayLike<number>): number[] {
  const from = (step * batch + sequence) * hidden;
  return Array.from({ length: hidden }, (_, row) => {
    let sum = 0;
    for (let column = 0; column < hidden; column += 1)
      sum += byPreactivations[from + column]! * matrix[row * hidden + column]!;
    return sum;
  });
}

const squaredNorm = (vector: number[]) => vector.reduce((sum, entry) => sum + entry ** 2, 0);

/** Omega with this matrix on the way back, the errors themselves being as they are. */
function omegaOf(matrix: ArrayLike<number>): number {
  const terms: number[] = [];
  for (let step = 1; step < time; step += 1)
    for (let sequence = 0; sequence < batch - 1; sequence += 1) {
      const from = (step * batch + sequence) * hidden;
      const next = step + 1 < time ? back(step + 1, sequence, recurrent) : undefined;
      const error = Array.from(
        { length: hidden },
        (_, unit) => byStatesDirectly[from + unit]! + (next?.[unit] ?? 0),
      );
      terms.push((squaredNorm(back(step, sequence, matrix)) / squaredNorm(error) - 1) ** 2);
    }
  return (alpha * terms.reduce((sum, term) => sum + term, 0)) / terms.length;
}

const { penalty } = stabilizersOf([{ name: "omega", alpha }], createContext({ seed: 0, steps: 1 }))
  .recurrentPenalty!;

it("Omega and its immediate gradient are those of its formula, by differences in float64", () => {
  tf.tidy(() => {
    const shape: [number, number, number] = [time, batch, hidden];
    const { value, gradient } = penalty({
      byPreactivations: tf.tensor3d(byPreactivations, shape),
      byStatesDirectly: tf.tensor3d(byStatesDirectly, shape),
      recurrent: tf.tensor2d(recurrent, [hidden, hidden]),
    });
    expect(value.dataSync()[0]! / omegaOf(recurrent)).toBeCloseTo(1, 4);
    const entries = gradient.dataSync<"float32">();
    const largest = Math.max(...entries.map(Math.abs));
    const step = 1e-6;
    for (let index = 0; index < hidden * hidden; index += 1) {
      const moved = (by: number) => omegaOf(Array.from(recurrent, (w, at) => (at === index ? w + by : w)));
      const slope = (moved(step) - moved(-step)) / (2 * step);
      expect((entries[index]! - slope) / largest).toBeCloseTo(0, 4);
    }
  });
});

it("Omega has nothing to say of sequences of one step", () => {
  tf.tidy(() => {
    const { value, gradient } = penalty({
      byPreactivations: tf.ones([1, batch, hidden]),
      byStatesDirectly: tf.ones([1, batch, hidden]),
      recurrent: tf.ones([hidden, hidden]),
    });
    expect(value.dataSync()[0]).toBe(0);
    expect(gradient.dataSync().every((entry) => entry === 0)).toBe(true);
  });
});
