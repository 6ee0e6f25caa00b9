import { expect, test } from "vitest";
import { configRows } from "../../../app/components/compare/config-differences";
import { sampleAt, sampleSteps } from "../../../app/components/compare/sample-at-step";

test("only settings that differ are marked, nested ones by their path", () => {
  const rows = configRows([
    { steps: 600, optimizer: { name: "sgd", learningRate: 0.1 }, interventions: [] },
    {
      steps: 600,
      optimizer: { name: "sgd", learningRate: 0.05 },
      interventions: [{ name: "clip-global-norm", maxNorm: 1 }],
    },
  ]);
  expect(rows.filter((row) => row.differs)).toEqual([
    { path: "optimizer.learningRate", values: ["0.1", "0.05"], differs: true },
    { path: "interventions", values: ["none", "clip-global-norm 1"], differs: true },
  ]);
  expect(rows.map((row) => row.path)).toContain("steps");
});

test("the order of interventions is no difference", () => {
  const [clip, penalty] = [
    { name: "clip-value", limit: 1 },
    { name: "r1", gamma: 10 },
  ];
  const rows = configRows([{ interventions: [clip, penalty] }, { interventions: [penalty, clip] }]);
  expect(rows.every((row) => !row.differs)).toBe(true);
});

const sample = (step: number) => ({ step, name: "samples", sha256: String(step), width: 8, height: 8 });

test("a run shows its last sample at or before the scrubbed step", () => {
  const items = [sample(25), sample(50), sample(0)];
  expect(sampleAt(items, 49)?.step).toBe(25);
  expect(sampleAt(items, 900)?.step).toBe(50);
  expect(sampleAt(items.slice(0, 1), 10)).toBeNull();
  expect(sampleSteps([items, [sample(50), sample(75)]])).toEqual([0, 25, 50, 75]);
});
