import { expect, test } from "vitest";
import { pinchedRange } from "../../../app/charts/use-touch";

test("the steps under the fingers stay under the fingers", () => {
  // Steps 40 and 60 of 0 to 100 are moved apart to where 20 and 80 were.
  const range = pinchedRange([0, 100], [40, 60], [20, 80]);
  if (!range) throw new Error("no range");
  const toScreen = (step: number) => (step - range[0]) / (range[1] - range[0]);
  expect(toScreen(40)).toBeCloseTo(0.2, 12);
  expect(toScreen(60)).toBeCloseTo(0.8, 12);
});

test("a slip or two fingers on one spot change nothing", () => {
  expect(pinchedRange([0, 100], [40, 60], [40, 60.5])).toBeNull();
  expect(pinchedRange([0, 100], [40, 40], [20, 80])).toBeNull();
});

test("zooming out stops at step 0", () => {
  expect(pinchedRange([0, 100], [10, 90], [40, 60])?.[0]).toBe(0);
});
