import { expect, test } from "vitest";
import { checkpointsByStep } from "../../../app/components/run/checkpoints-by-step";

const one = (kind: "last" | "best" | "start", step: number) => ({
  kind,
  step,
  bytes: 10,
  metric: null,
  createdAt: 0,
  isThere: step !== 60,
});

test("a step has one row that says all it is kept as; only the first is the latest", () => {
  const rows = checkpointsByStep([
    one("last", 80),
    one("last", 60),
    one("best", 60),
    one("best", 20),
    one("start", 10),
  ]);
  expect(rows.map(({ step, keptAs, isThere }) => [step, keptAs, isThere])).toEqual([
    [80, "latest", true],
    [60, "one of the latest, best", false],
    [20, "best", true],
    [10, "start of this fork", true],
  ]);
  expect(checkpointsByStep([])).toEqual([]);
});
