import { describe, expect, it } from "vitest";
import type { Intervention } from "../../../db/contract/interventions";
import { createContext } from "../../../trainer/context";
import { stabilizersOf } from "../../../trainer/interventions";
import { createNetwork } from "../../../trainer/networks/network";
import { type GradientNorms, gradientNorms } from "../../../trainer/probes/gradient-norm";

/** Two tensors: (3, 4) and (12), global norm 13. */
const network = createNetwork("rnn", [
  { layer: "input", name: "weight", shape: [1, 2] },
  { layer: "output", name: "weight", shape: [1, 1] },
]);

function clipped(interventions: Intervention[], gradient = [3, 4, 12]): number[] {
  const values = Float32Array.from(gradient);
  let norms = gradientNorms(network, values);
  const context = createContext({ seed: 0, steps: 1 });
  for (const [index, clipOf] of stabilizersOf(interventions, context).clips.entries())
    norms =
      clipOf(network, context.state.within(String(index)))(values, norms) ?? gradientNorms(network, values);
  expectSameNorms(norms, gradientNorms(network, values));
  return Array.from(values);
}

/** What a clip says of the norms it leaves is what measuring them says, to float32. */
function expectSameNorms(claimed: GradientNorms, measured: GradientNorms): void {
  const all = ({ global, layers }: GradientNorms) => [global, ...layers];
  for (const [index, norm] of all(measured).entries()) {
    const error = Math.abs(all(claimed)[index]! / norm - 1);
    if (Number.isFinite(norm) && norm > 0) expect(error).toBeLessThan(1e-6);
    else expect(all(claimed)[index]).toBe(norm);
  }
}

function expectClose(actual: number[], expected: number[]): void {
  expected.forEach((value, index) => {
    expect(actual[index]).toBeCloseTo(value, 5);
  });
}

describe("gradient clipping", () => {
  it("by global norm scales all tensors by c / norm", () => {
    const factor = 6.5 / (13 + 1e-6);
    expectClose(clipped([{ name: "clip-global-norm", maxNorm: 6.5 }]), [3 * factor, 4 * factor, 12 * factor]);
  });

  it("by global norm leaves a gradient below the bound bit for bit as it is", () => {
    expect(clipped([{ name: "clip-global-norm", maxNorm: 14 }], [0.1, 0.2, 0.3])).toEqual(
      Array.from(Float32Array.of(0.1, 0.2, 0.3)),
    );
  });

  it("by the norm of each tensor scales only those above the bound", () => {
    expectClose(clipped([{ name: "clip-per-tensor-norm", maxNorm: 6 }]), [3, 4, 6]);
    expectClose(clipped([{ name: "clip-per-tensor-norm", maxNorm: 2.5 }]), [1.5, 2, 2.5]);
  });

  it("by value clamps each entry to both sides", () => {
    expect(clipped([{ name: "clip-value", limit: 0.5 }], [-3, 0.25, 12])).toEqual([-0.5, 0.25, 0.5]);
  });

  it("composes in the order of the config", () => {
    const byValue = { name: "clip-value", limit: 4 } as const;
    const byNorm = { name: "clip-global-norm", maxNorm: 1 } as const;
    const rest = 1 / Math.sqrt(9 + 16 + 16);
    expectClose(clipped([byValue, byNorm]), [3 * rest, 4 * rest, 4 * rest]);
    expectClose(clipped([byNorm, byValue]), [3 / 13, 4 / 13, 12 / 13]);
  });

  it("clips what is tiny as it clips what is huge", () => {
    expectClose(
      clipped([{ name: "clip-global-norm", maxNorm: 1e-6 }], [3e-5, 4e-5, 12e-5]).map((entry) => entry * 1e6),
      [3, 4, 12].map((entry) => (entry * 1e-5) / (13e-5 + 1e-6)),
    );
    expect(clipped([{ name: "clip-global-norm", maxNorm: 1 }], [3e-30, 4e-30, 12e-30])).toEqual(
      Array.from(Float32Array.of(3e-30, 4e-30, 12e-30)),
    );
  });

  it("clips gradients whose squares overflow float32", () => {
    expectClose(clipped([{ name: "clip-global-norm", maxNorm: 1 }], [3e30, 4e30, 12e30]), [
      3 / 13,
      4 / 13,
      12 / 13,
    ]);
  });

  it("lets a gradient that is not finite stay so", () => {
    expect(clipped([{ name: "clip-global-norm", maxNorm: 1 }], [Number.NaN, 1, 1]).some(Number.isNaN)).toBe(
      true,
    );
    expect(clipped([{ name: "clip-value", limit: 1 }], [Number.NaN, 5, -5])).toEqual([Number.NaN, 1, -1]);
  });
});

describe("weight clipping", () => {
  it("clamps weights to the limit", () => {
    const weights = Float32Array.of(-2, 0.005, 0.5);
    for (const constrain of stabilizersOf(
      [{ name: "weight-clipping", limit: 0.01 }],
      createContext({ seed: 0, steps: 1 }),
    ).weightConstraints)
      constrain(weights);
    expect(Array.from(weights)).toEqual(Array.from(Float32Array.of(-0.01, 0.005, 0.01)));
  });
});
