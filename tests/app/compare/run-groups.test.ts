import { expect, test } from "vitest";
import { meanOfSeeds } from "../../../app/components/compare/mean-of-seeds";
import { onGrid } from "../../../app/components/compare/on-grid";
import { runGroups } from "../../../app/components/compare/run-groups";
import type { RunRow, SeriesData } from "../../../db/contract/read-models";

const run = (id: string, arm: { experiment: string; id: string; position: number } | null) =>
  ({
    id,
    name: id,
    arm: arm && {
      experimentId: arm.experiment,
      experimentName: arm.experiment,
      armId: arm.id,
      armName: arm.id,
      position: arm.position,
    },
  }) as RunRow;

test("arms of one experiment keep their colours, and their seeds share one", () => {
  const arm = { experiment: "e", id: "wgan-gp", position: 3 };
  const groups = runGroups([
    run("a", arm),
    run("b", { experiment: "e", id: "none", position: 0 }),
    run("c", arm),
  ]);
  expect(groups.map(({ name, position, runs }) => [name, position, runs.length])).toEqual([
    ["wgan-gp", 3, 2],
    ["none", 0, 1],
  ]);
});

test("runs of several places are told apart by their order, none of them grey as a control", () => {
  const groups = runGroups([
    run("a", null),
    run("b", { experiment: "e", id: "none", position: 0 }),
    run("c", null),
  ]);
  expect(groups.map(({ name, position }) => [name, position])).toEqual([
    ["a", 1],
    ["b", 2],
    ["c", 3],
  ]);
});

const series = (step: number[], mean: number[], x?: number[]) =>
  ({
    runId: "r",
    name: "loss/rnn",
    exact: true,
    step,
    lastStep: step,
    mean,
    last: mean,
    ...(x && { x, lastX: x }),
  }) as SeriesData;

test("the mean over seeds counts those that got so far, geometric on a log axis", () => {
  const seeds = [series([0, 1, 2], [1, 1, 1]), series([0, 1], [4, Number.NaN])];
  expect(meanOfSeeds(seeds, "linear")?.mean).toEqual([2.5, 1, 1]);
  // sqrt(1 * 4) = 2
  expect(meanOfSeeds(seeds, "log")?.mean[0]).toBeCloseTo(2, 12);
  expect(meanOfSeeds([series([], [])], "linear")).toBeNull();
});

test("seeds that lie apart on an axis meet on a grid, where they have a mean over it", () => {
  const seeds = [series([0, 10], [1, 1], [1, 3.54]), series([0, 10], [3, 5], [1.1, 3.4])];
  expect(onGrid(seeds[0] as SeriesData, 0.5)).toMatchObject({ x: [1, 3.5], lastX: [1, 3.5], step: [0, 10] });
  const mean = meanOfSeeds(
    seeds.map((one) => onGrid(one, 0.5)),
    "linear",
  );
  expect(mean).toMatchObject({ x: [1, 3.5], mean: [2, 3] });
});
