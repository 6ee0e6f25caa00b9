import { z } from "zod";
import { ChartAxis, seriesOfAxis } from "../../contract/chart-axis";
import type { BranchReference, BranchSeries } from "../../contract/read-models";
import type { Database } from "../../database";
import { inSnapshot } from "../../transaction";
import { listBranches, readBranch } from "../branches/branches";
import { parseInput } from "../invalid-input";
import type { Point } from "../points/point-source";
import { maximalWidth } from "../rollup/read-buckets";
import { seriesData } from "../series/series-data";
import { placeByLastValue } from "./place-points";
import { slotSize } from "./slot-size";
import { createSlots, oneEach, type PlacedPoint } from "./slots";
import { startOf } from "./wall-times";

/** Of a run that was resumed more often, the latest branches are read. */
const mostBranches = 20;

export const ReadBranches = z.object({
  runId: z.string(),
  names: z.array(z.string().max(200)).max(100),
  over: ChartAxis.default("step"),
  /** Range of the axis, as for the series themselves. */
  from: z.number().optional(),
  to: z.number().optional(),
  width: z.number().int().min(1).max(maximalWidth).default(500),
});
export type ReadBranches = z.input<typeof ReadBranches>;

/**
 * What the orphaned branches of a run hold of some series, over the axis of its charts; branches without any of them are
 * left out. Branches have no rollups: their points are read. On the axis of a series they lie by what the branch itself
 * recorded of it.
 */
export function readBranchesOver(db: Database, input: ReadBranches): BranchSeries[] {
  const {
    runId,
    names,
    over,
    from = -Infinity,
    to = Infinity,
    width,
  } = parseInput("branch query", ReadBranches, input);
  return inSnapshot(db, () => {
    const origin = over === "elapsed" ? (startOf(db, runId) ?? 0) : 0;
    return listBranches(db, runId)
      .slice(-mostBranches)
      .flatMap((branch) =>
        names.flatMap((name) => {
          const points = pointsOfBranch(db, branch, name);
          const places = placesOf(db, branch, points, over, origin);
          const placed = points.flatMap((point, index): PlacedPoint[] => {
            const x = places[index] as number;
            return x >= from && x <= to ? [{ x, point }] : [];
          });
          return placed.length === 0 ? [] : [{ branch, ...bucketed(runId, name, placed, width) }];
        }),
      );
  });
}

function pointsOfBranch(db: Database, { id }: BranchReference, name: string): Point[] {
  const { step, wallTimeMs, value } = readBranch(db, id, name);
  return step.map((at, index) => [at, wallTimeMs[index] as number, value[index] as number]);
}

function placesOf(
  db: Database,
  branch: BranchReference,
  points: readonly Point[],
  over: ChartAxis,
  origin: number,
): number[] {
  const name = seriesOfAxis(over);
  if (name !== undefined) return placeByLastValue(points, pointsOfBranch(db, branch, name));
  return points.map(([step, wallTimeMs]) => (over === "step" ? step : wallTimeMs - origin));
}

function bucketed(
  runId: string,
  name: string,
  placed: readonly PlacedPoint[],
  width: number,
): Pick<BranchSeries, "data"> {
  const exact = placed.length <= width;
  const buckets = exact ? oneEach(placed) : inSlots(placed, width);
  return {
    data: {
      ...seriesData(
        { runId, name, exact },
        buckets.map(({ bucket }) => bucket),
      ),
      x: buckets.map(({ x }) => x),
      lastX: buckets.map(({ lastX }) => lastX),
    },
  };
}

function inSlots(placed: readonly PlacedPoint[], width: number) {
  let [low, high] = [Infinity, -Infinity];
  for (const { x } of placed) [low, high] = [Math.min(low, x), Math.max(high, x)];
  const slots = createSlots(slotSize(high - low, width, Infinity));
  const columns = {
    step: placed.map(({ point }) => point[0]),
    wallTimeMs: placed.map(({ point }) => point[1]),
    value: placed.map(({ point }) => point[2]),
  };
  slots.addPoints(
    columns,
    0,
    Float64Array.from(placed, ({ x }) => x),
    0,
    placed.length,
  );
  return slots.inOrder();
}
