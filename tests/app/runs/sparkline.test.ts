import { expect, test } from "vitest";
import { sparklinePath } from "../../../app/components/runs/sparkline";

const zeros = (count: number) => Array.from({ length: count }, () => 0);

test("a gap breaks the line", () => {
  const drawn = sparklinePath({
    name: "gradient_norm/rnn",
    steps: [0, 1, 2, 3],
    max: [1, Number.NaN, 10, 100],
    nonFinite: [0, 1, 0, 0],
    episodes: [],
  });
  expect(drawn?.path.match(/M/g)).toHaveLength(2);
  expect(drawn?.marks).toHaveLength(1);
  expect(drawn?.summary).toBe("1 to 100, with non-finite values");
});

test("a flat norm is a flat line in the middle", () => {
  const drawn = sparklinePath({
    name: "n",
    steps: [0, 1, 2],
    max: [5, 5.01, 5],
    nonFinite: zeros(3),
    episodes: [],
  });
  const heights = [...(drawn?.path ?? "").matchAll(/ ([\d.]+)/g)].map(([, y]) => Number(y));
  expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(0.5);
});

test("many non-finite buckets are a few marks that can be told apart", () => {
  const steps = Array.from({ length: 40 }, (_, index) => index);
  const drawn = sparklinePath({
    name: "n",
    steps,
    max: steps.map(() => Number.NaN),
    nonFinite: steps.map(() => 1),
    episodes: [],
  });
  expect(drawn?.marks.length).toBeLessThanOrEqual(11);
  expect(drawn?.summary).toBe("no finite value, with non-finite values");
});

test("nothing recorded draws nothing", () => {
  expect(sparklinePath({ name: "n", steps: [], max: [], nonFinite: [], episodes: [] })).toBeNull();
});

test("episodes are marked where they are, however short", () => {
  const drawn = sparklinePath({
    name: "n",
    steps: [0, 100],
    max: [1, 1],
    nonFinite: zeros(2),
    episodes: [{ startStep: 50, endStep: 50, severity: "critical" }],
  });
  expect(drawn?.bands).toEqual([{ x: 48, width: 2, severity: "critical" }]);
});
