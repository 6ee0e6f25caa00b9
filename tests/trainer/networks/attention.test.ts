import { describe, expect, it } from "vitest";
import { attend } from "../../../trainer/networks/attention";
import { randomStream } from "../../../trainer/random";
import { tf } from "../../../trainer/tensorflow";
import { onBackend } from "../on-backend";

onBackend();

const [batch, steps, heads, size] = [2, 4, 3, 2];
const width = heads * size;
const values = randomStream(0, "test").fillNormal(new Float32Array(batch * steps * 3 * width));

/** By the definition, in float64: one query at a time. */
function inFloat64(causal: boolean): number[] {
  const entry = (example: number, step: number, column: number) =>
    values[(example * steps + step) * 3 * width + column]!;
  const output: number[] = [];
  for (let example = 0; example < batch; example += 1)
    for (let step = 0; step < steps; step += 1)
      for (let head = 0; head < heads; head += 1) {
        const visible = causal ? step + 1 : steps;
        const weights = Array.from({ length: visible }, (_, other) => {
          let product = 0;
          for (let index = 0; index < size; index += 1) {
            const column = head * size + index;
            product += entry(example, step, column) * entry(example, other, width + column);
          }
          return Math.exp(product / Math.sqrt(size));
        });
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        for (let index = 0; index < size; index += 1)
          output.push(
            weights.reduce(
              (sum, weight, other) =>
                sum + (weight / total) * entry(example, other, 2 * width + head * size + index),
              0,
            ),
          );
      }
  return output;
}

describe("attention", () => {
  it.each([
    ["to itself and what came before", true],
    ["to every step", false],
  ])("%s equals the definition in float64", (_name, causal) => {
    const computed = tf.tidy(() =>
      attend(tf.tensor2d(values, [batch * steps, 3 * width]), { steps, heads, causal }).dataSync(),
    );
    for (const [index, value] of inFloat64(causal).entries()) expect(computed[index]).toBeCloseTo(value, 5);
  });
});
