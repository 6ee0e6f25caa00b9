import { expect, test } from "vitest";
import { compareRecordings } from "../../../server/runs/compare-recordings";
import { columnsOf, startRun } from "../../db/test-run";
import { freshDatabase } from "../../setup/database";

type Recording = Record<string, [step: number, value: number][]>;

function compare(left: Recording, right: Recording, lastStep = 100) {
  const db = freshDatabase();
  const [a, b] = [left, right].map((recording) => {
    const run = startRun(db);
    const series = Object.entries(recording).map(([name, points]) => [name, columnsOf(points)]);
    run.send({ series: Object.fromEntries(series) });
    return run.runId;
  }) as [string, string];
  return compareRecordings(db, a, b, lastStep);
}

test("equal recordings are equal, NaN and infinities among them, whatever their times", () => {
  const points: [number, number][] = [
    [1, Number.NaN],
    [2, Number.NEGATIVE_INFINITY],
    [3, 0.1],
  ];
  const left = { loss: points, step_time: [[1, 5]] as [number, number][] };
  const right = {
    loss: points,
    step_time: [[1, 6]] as [number, number][],
    probe_time: [[1, 1]] as [number, number][],
  };
  expect(compare(left, right)).toEqual({ series: 1, points: 3, difference: undefined });
});

test("the earliest difference of all series is told, be it in the last bit", () => {
  const left: Recording = {
    a: [
      [1, 1],
      [9, 2],
    ],
    b: [
      [1, 1],
      [4, 0.3],
    ],
    c: [[4, 1]],
  };
  const right: Recording = {
    a: [
      [1, 1],
      [9, 3],
    ],
    b: [
      [1, 1],
      [4, 0.1 + 0.2],
    ],
    c: [[4, 2]],
  };
  expect(compare(left, right)).toEqual({
    series: 3,
    points: 5,
    difference: { series: "b", step: 4, left: 0.3, right: 0.1 + 0.2 },
  });
});

test("a point or a series that one of them has not is a difference, but not after the last step", () => {
  expect(
    compare(
      {
        a: [
          [1, 1],
          [2, 2],
        ],
      },
      { a: [[1, 1]] },
    ).difference,
  ).toEqual({
    series: "a",
    step: 2,
    left: 2,
    right: null,
  });
  expect(compare({ a: [[1, 1]] }, { a: [[1, 1]], b: [[3, 7]] }).difference).toEqual({
    series: "b",
    step: 3,
    left: null,
    right: 7,
  });
  expect(
    compare(
      { a: [[1, 1]] },
      {
        a: [
          [1, 1],
          [2, 2],
        ],
      },
      1,
    ),
  ).toMatchObject({ points: 1, difference: undefined });
});
