import type { ArmView, RunRow } from "../../../db/contract/read-models";

/** Arms as rows, seeds as columns; null where an arm has no run of a seed (yet). */
export interface CellGrid {
  seeds: number[];
  rows: { arm: ArmView; cells: (RunRow | null)[] }[];
}

export function cellGrid(arms: readonly ArmView[]): CellGrid {
  const seeds = [...new Set(arms.flatMap((arm) => arm.runs.map((run) => run.seed)))].sort((a, b) => a - b);
  const rows = [...arms]
    .sort((a, b) => a.position - b.position)
    .map((arm) => {
      // A seed trained again (a crash, then a new start) shows its latest run.
      const bySeed = new Map(
        [...arm.runs].sort((a, b) => a.createdAt - b.createdAt).map((run) => [run.seed, run]),
      );
      return { arm, cells: seeds.map((seed) => bySeed.get(seed) ?? null) };
    });
  return { seeds, rows };
}
