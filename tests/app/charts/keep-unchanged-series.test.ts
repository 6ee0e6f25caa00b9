import { expect, test } from "vitest";
import { keepUnchangedSeries } from "../../../app/charts/keep-unchanged-series";
import { exactSeries } from "./a-series";

const read = () => [exactSeries([1, Number.NaN, 3], "loss/rnn"), exactSeries([4, 5], "gradient_norm/rnn")];

test("what was read for the first time is taken as it is", () => {
  const first = read();
  expect(keepUnchangedSeries(undefined, first)).toBe(first);
});

test("series read again without a change are those of before, NaN among their values or not", () => {
  const before = read();
  expect(keepUnchangedSeries(before, read())).toBe(before);
});

test("only what changed is new, though its number of points and its steps are those of before", () => {
  const before = read();
  const after = [exactSeries([1, Number.NaN, 3.5], "loss/rnn"), exactSeries([4, 5], "gradient_norm/rnn")];
  const kept = keepUnchangedSeries(before, after) as typeof before;
  expect(kept[0]).toBe(after[0]);
  expect(kept[1]).toBe(before[1]);
});

test("of two runs with the same points each keeps its own", () => {
  const before = ["a", "b"].map((runId) => ({ ...exactSeries([1, 2]), runId }));
  const after = ["b", "a"].map((runId) => ({ ...exactSeries([1, 2]), runId }));
  expect(keepUnchangedSeries(before, after)).toEqual(after);
});

test("a series that is gone, and one that is new, are seen", () => {
  const [loss, norm] = read() as [ReturnType<typeof exactSeries>, ReturnType<typeof exactSeries>];
  expect(keepUnchangedSeries([loss, norm], [norm])).toEqual([norm]);
  expect(keepUnchangedSeries([norm], [loss, norm])).toEqual([loss, norm]);
});
