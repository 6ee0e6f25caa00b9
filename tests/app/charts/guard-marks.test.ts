import { expect, test } from "vitest";
import { guardMarks, guardNotes } from "../../../app/charts/guard-marks";
import { palettes } from "../../../app/format/palette";
import type { GuardActionName } from "../../../db/contract/guardrails";

const mark = (step: number, action: GuardActionName) => ({ step, action, outcome: `${action} at ${step}` });
const view = { xRange: [0, 100] as const, stepsPerPixel: 0.5, palette: palettes.dark };

test("each action in sight has a line at its step and a glyph at its foot", () => {
  const { shapes, annotations } = guardMarks(
    [mark(40, "retreat"), mark(90, "stop"), mark(101, "pause")],
    view,
  );
  expect(shapes.map(({ x0, x1 }) => [x0, x1])).toEqual([
    [40, 40],
    [90, 90],
  ]);
  expect(annotations.map(({ x, text }) => [x, text])).toEqual([
    [40, "↺"],
    [90, "■"],
  ]);
});

test("of marks that would overlap the gravest stays", () => {
  const { shapes } = guardMarks([mark(40, "skip-step"), mark(42, "stop"), mark(43, "skip-step")], view);
  expect(shapes.map(({ x0 }) => x0)).toEqual([42]);
});

test("near a mark the readout says what was done; of many the last three and their count", () => {
  const marks = [mark(40, "retreat"), mark(40, "retreat"), mark(41, "retreat"), mark(42, "stop")];
  expect(guardNotes(marks, 30, 2)).toEqual([]);
  expect(guardNotes(marks, 41, 1)).toEqual([
    "1 more before",
    "Went back. retreat at 40",
    "Went back. retreat at 41",
    "Stopped. stop at 42",
  ]);
});
