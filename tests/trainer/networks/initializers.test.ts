import { describe, expect, it } from "vitest";
import type { Initialization, LayerInput } from "../../../db/contract/architecture";
import { buildNetwork, type Shape } from "../../../trainer/networks/build";
import { drawWeight } from "../../../trainer/networks/initializers";
import { randomStream } from "../../../trainer/random";
import { onBackend } from "../on-backend";

onBackend();

const variance = (values: Float32Array) =>
  values.reduce((sum, value) => sum + value * value, 0) / values.length;

/** A layer's parameter by its name, as built. */
function drawn(
  inputShape: Shape,
  layer: LayerInput,
  name: string,
  initialization: Initialization,
): Float32Array {
  const { network } = buildNetwork(
    "net",
    inputShape,
    { initialization, layers: [layer] },
    randomStream(0, "init"),
  );
  return network.parameters.find((parameter) => `${parameter.layer}/${parameter.name}` === name)!.values;
}

describe("variance of a weight", () => {
  const [fanIn, fanOut] = [200, 100];
  const table: [Initialization, number, largest?: number][] = [
    [{ name: "fan-in-uniform" }, 1 / (3 * fanIn), 1 / Math.sqrt(fanIn)],
    [{ name: "he-normal" }, 2 / fanIn],
    [{ name: "he-uniform" }, 2 / fanIn, Math.sqrt(6 / fanIn)],
    [{ name: "glorot-normal" }, 2 / (fanIn + fanOut)],
    [{ name: "glorot-uniform" }, 2 / (fanIn + fanOut), Math.sqrt(6 / (fanIn + fanOut))],
    [{ name: "normal", sigma: 0.02 }, 0.0004],
    [{ name: "scaled-normal", sigma: 1.5, biasSigma: 0 }, 2.25 / fanIn],
    [{ name: "orthogonal", gain: 2 }, 4 / fanIn],
  ];
  it.each(table)("of %o", (initialization, expected, largest) => {
    const values = drawn([fanIn], { kind: "dense", units: fanOut }, "output/weight", initialization);
    expect(variance(values) / expected).toBeGreaterThan(0.96);
    expect(variance(values) / expected).toBeLessThan(1.04);
    if (largest) expect(Math.max(...values)).toBeLessThanOrEqual(largest * (1 + 1e-6));
  });

  it("counts as fan-in what one output sums up: a convolution's window, a transposed one's share of it", () => {
    const he: Initialization = { name: "he-normal" };
    const conv = drawn([8, 8, 16], { kind: "conv", filters: 64, size: 3 }, "output/weight", he);
    expect(variance(conv) * (9 * 16)).toBeCloseTo(2, 1);
    const transposed = drawn([8, 8, 16], { kind: "conv-transpose", filters: 64 }, "output/weight", he);
    expect(variance(transposed) * (4 * 16)).toBeCloseTo(2, 1);
  });
});

describe("the identity", () => {
  it.each([
    [2, 2, [3, 0, 0, 3]],
    [4, 2, [3, 0, 0, 3, 0, 0, 0, 0]],
    [2, 3, [3, 0, 0, 0, 3, 0]],
  ])("of %d inputs and %d outputs is scaled, and cut or filled up with zeros", (fanIn, outputs, expected) => {
    const values = new Float32Array(fanIn * outputs).fill(9);
    const fans = { fanIn, fanOut: outputs, outputs };
    drawWeight(values, fans, { name: "identity", gain: 3 }, randomStream(0, "init"));
    expect(Array.from(values)).toEqual(expected);
  });
});

describe("orthogonal matrices", () => {
  it.each([
    ["columns of a tall one", 7, 4],
    ["rows of a wide one", 4, 7],
    ["both of a square one", 5, 5],
  ])("%s are orthogonal, of length gain", (_name, inputs, outputs) => {
    const values = new Float32Array(inputs * outputs);
    const fans = { fanIn: inputs, fanOut: outputs, outputs };
    drawWeight(values, fans, { name: "orthogonal", gain: 1.5 }, randomStream(2, "init"));
    const entry = (row: number, column: number) => values[row * outputs + column]!;
    const count = Math.min(inputs, outputs);
    for (let a = 0; a < count; a += 1)
      for (let b = 0; b < count; b += 1) {
        let product = 0;
        for (let index = 0; index < Math.max(inputs, outputs); index += 1)
          product +=
            outputs <= inputs ? entry(index, a) * entry(index, b) : entry(a, index) * entry(b, index);
        expect(product).toBeCloseTo(a === b ? 2.25 : 0, 5);
      }
  });
});

describe("biases", () => {
  it("start at 0, but are drawn with the weights of fan-in-uniform and with a biasSigma", () => {
    const bias = (initialization: Initialization) =>
      drawn([100], { kind: "dense", units: 400 }, "output/bias", initialization);
    expect(bias({ name: "he-normal" }).every((value) => value === 0)).toBe(true);
    expect(variance(bias({ name: "fan-in-uniform" })) * 300).toBeCloseTo(1, 0);
    expect(variance(bias({ name: "scaled-normal", sigma: 1, biasSigma: 3 })) / 9).toBeCloseTo(1, 0);
  });

  it("of an LSTM's forget gate start at 1", () => {
    const bias = drawn([null, 3], { kind: "lstm", units: 2 }, "lstm1-input/bias", { name: "he-normal" });
    expect(Array.from(bias)).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
  });
});

it("each gate of a recurrent matrix is drawn by itself", () => {
  const { network } = buildNetwork(
    "net",
    [null, 3],
    { layers: [{ kind: "gru", units: 4, recurrentInitialization: { name: "orthogonal" } }] },
    randomStream(0, "init"),
  );
  const { values } = network.parameters.find(({ layer }) => layer === "gru1-recurrent")!;
  for (let gate = 0; gate < 3; gate += 1)
    for (let row = 0; row < 4; row += 1) {
      const stretch = values.subarray(row * 12 + gate * 4, row * 12 + gate * 4 + 4);
      expect(variance(stretch) * 4).toBeCloseTo(1, 5);
    }
});
