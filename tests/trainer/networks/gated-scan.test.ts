import { describe, expect, it } from "vitest";
import { gruScan } from "../../../trainer/networks/gru-scan";
import { lstmScan } from "../../../trainer/networks/lstm-scan";
import { randomStream } from "../../../trainer/random";
import { type Tensor2D, type Tensor3D, tf } from "../../../trainer/tensorflow";
import { onBackend } from "../on-backend";

onBackend();

/**
 * States against the cells' formulas in float64. Gradients of both orders are compared with finite differences, on
 * every backend, in tests/trainer/autodiff.
 */
const [time, batch, hidden] = [5, 2, 3];
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** One example's next state of `hidden` units: rows of gates as the inputs and the recurrent product give them. */
type Cell = (state: { h: number[]; c: number[] }, input: number[], product: number[]) => void;
const block = (rows: number[], index: number) => rows.slice(index * hidden, (index + 1) * hidden);

const lstm: Cell = (state, input, product) => {
  const gates = input.map((value, row) => value + product[row]!);
  const [i, f, o, g] = [0, 1, 2, 3].map((index) => block(gates, index)) as [
    number[],
    number[],
    number[],
    number[],
  ];
  state.c = state.c.map((c, unit) => sigmoid(f[unit]!) * c + sigmoid(i[unit]!) * Math.tanh(g[unit]!));
  state.h = state.c.map((c, unit) => sigmoid(o[unit]!) * Math.tanh(c));
};

const gru: Cell = (state, input, product) => {
  const [r, z, n] = [0, 1, 2].map((index) => block(input, index)) as [number[], number[], number[]];
  const [pr, pz, pn] = [0, 1, 2].map((index) => block(product, index)) as [number[], number[], number[]];
  state.h = state.h.map((h, unit) => {
    const candidate = Math.tanh(n[unit]! + sigmoid(r[unit]! + pr[unit]!) * pn[unit]!);
    const kept = sigmoid(z[unit]! + pz[unit]!);
    return (1 - kept) * candidate + kept * h;
  });
};

describe.each([
  ["LSTM", lstmScan, lstm, 4],
  ["GRU", gruScan, gru, 3],
] as const)("%s", (_name, scan, cell, gates) => {
  it("computes every state of the recurrence", () => {
    const random = randomStream(0, "test");
    const columns = gates * hidden;
    const inputs = random.fillNormal(new Float32Array(time * columns * batch), 1);
    const recurrent = random.fillNormal(new Float32Array(hidden * columns), 0.8);

    const states = tf.tidy(() =>
      scan(
        tf.tensor3d(inputs, [time, columns, batch]) as Tensor3D,
        tf.tensor2d(recurrent, [hidden, columns]) as Tensor2D,
      ).arraySync(),
    );
    for (let example = 0; example < batch; example += 1) {
      const state = { h: new Array<number>(hidden).fill(0), c: new Array<number>(hidden).fill(0) };
      for (let step = 0; step < time; step += 1) {
        const input = Array.from(
          { length: columns },
          (_, row) => inputs[(step * columns + row) * batch + example]!,
        );
        const product = Array.from({ length: columns }, (_, column) =>
          state.h.reduce((sum, h, unit) => sum + h * recurrent[unit * columns + column]!, 0),
        );
        cell(state, input, product);
        for (const [unit, h] of state.h.entries()) expect(states[step]![unit]![example]).toBeCloseTo(h, 6);
      }
    }
  });
});
