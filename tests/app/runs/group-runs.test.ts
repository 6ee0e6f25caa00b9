import { expect, test } from "vitest";
import { groupRuns, progressOf, tableLines } from "../../../app/components/runs/group-runs";
import { describeStatuses } from "../../../app/components/runs/run-line";
import { keepOrder } from "../../../app/components/runs/use-steady-order";
import { aRun, inArm } from "./a-run";

const runs = [
  aRun({ id: "1", arm: inArm(2), lastLoss: 4 }),
  aRun({ id: "2", arm: inArm(0), lastLoss: 1, status: "running", step: 300 }),
  aRun({ id: "3", arm: inArm(2), lastLoss: Number.NaN, status: "diverged" }),
  aRun({ id: "4" }),
];

test("arms of an experiment stand together in their own order", () => {
  const groups = groupRuns(runs, "arm");
  expect(groups.map((group) => [group.title, group.runs.length])).toEqual([
    ["Experiment x / arm 0", 1],
    ["Experiment x / arm 2", 2],
    ["Runs on their own", 1],
  ]);
});

test("a group's mean leaves out what is not finite, its progress counts every run", () => {
  const [group] = groupRuns(runs, "experiment");
  expect(group?.meanLoss).toBe(2.5);
  expect(group?.progress).toBeCloseTo((1 + 0.5 + 1) / 3, 12);
});

test("values of different workloads have no mean", () => {
  const mixed = [aRun({ id: "1" }), aRun({ id: "2", workload: "mnist-gan" })];
  expect(groupRuns(mixed, "arm")[0]?.meanLoss).toBeNull();
});

test("the runs of a closed group are not drawn", () => {
  const lines = tableLines(runs, "arm", new Set(["x-2"]));
  expect(lines.map((line) => (line.type === "run" ? line.run.id : line.group.key))).toEqual([
    "x-0",
    "2",
    "x-2",
    "",
    "4",
  ]);
});

test("a run that diverged early is not complete", () => {
  expect(progressOf(aRun({ status: "diverged", step: 150 }))).toBe(0.25);
  expect(progressOf(aRun({ status: "finished", step: 599 }))).toBe(1);
  expect(progressOf(aRun({ status: "queued", step: null }))).toBe(0);
});

test("rows keep their places, and new ones wait to be shown", () => {
  const { shown, waiting } = keepOrder(runs, ["3", "1", "gone"]);
  expect(shown.map((run) => run.id)).toEqual(["3", "1"]);
  expect(waiting).toBe(2);
});

test("states of a group are told in words", () => {
  expect(describeStatuses({ running: 2, finished: 4 }, 6)).toBe("6 runs: 2 running, 4 finished");
  expect(describeStatuses({ finished: 1 }, 1)).toBe("1 run, finished");
});
