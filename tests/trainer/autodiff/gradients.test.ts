import { beforeAll, describe, expect, it } from "vitest";
import { gradientCases } from "./cases";
import { runCases, testedBackends } from "./child";
import type { GradientResult } from "./gradient-case";
import { kindsWithoutCase, networkCases } from "./network-cases";
import { operationCases } from "./operation-cases";
import { workloadCases } from "./workload-cases";

/** For one process on a busy machine; it takes five seconds on a quiet one. */
const timeoutMs = 240_000;

/**
 * Every gradient that the workloads use, and many more, against central differences: the first order, and the
 * second as a gradient penalty needs it (d/d(everything) of |d out/dx|^2).
 */
describe.each(testedBackends())("gradients on %s", (backend) => {
  let results: GradientResult[];
  beforeAll(async () => {
    results = await runCases("corrected", backend);
  }, timeoutMs);

  const checks = [...gradientCases, ...operationCases, ...networkCases].flatMap((gradientCase) =>
    ([1, 2] as const).map((order) => ({
      name: gradientCase.name,
      order,
      expected: (order === 1 ? gradientCase.firstOrder : gradientCase.secondOrder) ?? "right",
    })),
  );
  it.each(checks)("$name, order $order: $expected", ({ name, order, expected }) => {
    const result = results.find((candidate) => candidate.name === name && candidate.order === order)!;
    if (expected === "refused") {
      // A kernel that the backend lacks altogether is tfjs's own clear error. What may not happen is a number.
      expect(["refused", "error"], result.detail).toContain(result.outcome);
    } else if (result.outcome === "error" && /not registered for backend/.test(result.detail)) {
      expect(kernelsMissing[backend], result.detail).toContain(name);
    } else {
      expect({ outcome: result.outcome, detail: result.detail, leaked: result.leaked }).toEqual({
        outcome: "right",
        detail: "",
        leaked: 0,
      });
    }
  });

  it.each(workloadCases)("$name, order $order: right", ({ name, order }) => {
    const result = results.find((candidate) => candidate.name === name && candidate.order === order);
    expect(result).toEqual({ name, order, outcome: "right", detail: "", leaked: 0 });
  });

  it("never gives a wrong number", () => {
    expect(results.filter(({ outcome }) => outcome === "wrong")).toEqual([]);
  });
});

it("every kind of layer has a case", () => {
  expect(kindsWithoutCase).toEqual([]);
});

/** Cases that a backend cannot compute for lack of a kernel; tfjs says so. */
const kernelsMissing: Record<string, string[]> = {
  wasm: ["depthwise convolution", "separable convolution"],
  cpu: [],
  node: [],
  gpu: [],
};
