import { expect, test } from "vitest";
import { evidenceShapes } from "../../../app/components/run/evidence-shapes";
import { leadTime } from "../../../app/components/run/lead-time";
import { palettes } from "../../../app/format/palette";

const episode = (values: Record<string, number>) => ({
  alarmStep: 412,
  startStep: 400,
  evidence: { test: "jump", sentence: "", values, window: { firstStep: 300, lastStep: 411 } },
});
const log = { scale: "log", yRange: [-1, 3], palette: palettes.light } as const;

test("the levels that a test compared are lines over its chart, with the step at which it fired and its window", () => {
  const { shapes, annotations } = evidenceShapes(episode({ median: 3.9, z: 12, ratio: 310 }), log);
  expect(shapes).toMatchObject([
    { type: "line", y0: 3.9, y1: 3.9 },
    { type: "line", x0: 412, x1: 412 },
    { type: "rect", x0: 300, x1: 411 },
  ]);
  // Annotations of a log axis are placed by the power of ten, shapes by the value.
  expect(annotations).toMatchObject([{ text: "median", y: Math.log10(3.9) }]);
});

test("a level out of view has no line, and of two that lie together one is named", () => {
  const { shapes, annotations } = evidenceShapes(episode({ median: 1e9, untrained: 2, lowest: 2.1 }), log);
  expect(shapes).toHaveLength(4);
  expect(annotations.map(({ text }) => text)).toEqual(["untrained"]);
});

test("the lead time is from the first alarm to the first loss that was not finite", () => {
  const told = (kind: "exploding_gradient" | "non_finite", alarmStep: number, severity = "critical") => ({
    kind,
    severity: severity as "critical" | "benign",
    alarmStep,
    startStep: alarmStep,
  });
  expect(
    leadTime([
      told("exploding_gradient", 70),
      told("non_finite", 100),
      told("exploding_gradient", 60, "benign"),
    ]),
  ).toEqual({ alarmStep: 70, steps: 30 });
  expect(leadTime([told("non_finite", 100), told("exploding_gradient", 120)])).toBeNull();
  expect(leadTime([told("exploding_gradient", 70)])).toBeNull();
  expect(leadTime([])).toBeNull();
});
