import { expect, test } from "vitest";
import { asItIs, placeBands, placeSteps, stepsRead } from "../../../app/charts/place-steps";
import { exactSeries } from "./a-series";

const over = (x: number[], every = 10) => ({
  ...exactSeries(
    x.map(() => 1),
    "loss/rnn",
    every,
  ),
  x,
  lastX: x,
});

test("a step lies between the places of its neighbours, and at the ends beyond them", () => {
  const place = placeSteps([over([100, 200, 600])]);
  expect([0, 5, 10, 15, 20].map(place)).toEqual([100, 150, 200, 400, 600]);
  expect([-3, 90].map(place)).toEqual([100, 600]);
});

test("within a bucket it lies between the bucket's ends", () => {
  const data = { ...over([0, 40]), lastStep: [4, 14], lastX: [8, 60], exact: false };
  const place = placeSteps([data]);
  expect(place(2)).toBe(4);
  expect(place(7)).toBe(8 + (3 / 6) * 32);
});

test("the finest of several series decides", () => {
  expect(placeSteps([over([0, 1000], 20), over([0, 10, 1000])])(10)).toBe(10);
});

test("over steps a step is its own place; along an axis where steps do not rise it has none", () => {
  expect(placeSteps([exactSeries([1, 2])])).toBe(asItIs);
  const back = { ...over([1, 2, 3]), step: [0, 20, 10], lastStep: [0, 20, 10] };
  expect(placeSteps([back])(10)).toBeNull();
  expect(placeSteps([])(10)).toBeNull();
});

test("bands are moved to the axis; those out of what was read are left out", () => {
  const data = [over([100, 200, 600])];
  const bands = [
    { id: "a", startStep: 5, endStep: 10 },
    { id: "b", startStep: 15, endStep: 400 },
    { id: "c", startStep: 300, endStep: 400 },
  ];
  expect(placeBands(bands, placeSteps(data), stepsRead(data))).toEqual([
    { id: "a", startStep: 150, endStep: 200 },
    { id: "b", startStep: 400, endStep: 600 },
  ]);
  expect(placeBands(bands, asItIs, stepsRead(data))).toEqual(bands);
  expect(placeBands(bands, () => null, stepsRead(data))).toEqual([]);
});
