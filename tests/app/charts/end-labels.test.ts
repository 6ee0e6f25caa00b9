import { expect, test } from "vitest";
import { spreadLabels } from "../../../app/charts/end-labels";

test("labels that do not collide stay where their lines end", () => {
  const placed = spreadLabels(
    [
      { index: 0, y: 30 },
      { index: 1, y: 100 },
    ],
    26,
    200,
  );
  expect(placed).toEqual([
    { index: 0, y: 30 },
    { index: 1, y: 100 },
  ]);
});

test("no two labels overlap and none leaves the plot", () => {
  const labels = [0, 0, 3, 180, 199, 200].map((y, index) => ({ index, y }));
  const placed = spreadLabels(labels, 26, 200).sort((a, b) => a.y - b.y);
  expect(placed).toHaveLength(6);
  placed.forEach(({ y }, index) => {
    expect(y).toBeGreaterThanOrEqual(13);
    expect(y).toBeLessThanOrEqual(187);
    const next = placed[index + 1];
    if (next) expect(next.y - y).toBeGreaterThanOrEqual(26 - 1e-9);
  });
});

test("what finds no room is left out", () => {
  const labels = Array.from({ length: 20 }, (_, index) => ({ index, y: index }));
  expect(spreadLabels(labels, 26, 200)).toHaveLength(7);
});
