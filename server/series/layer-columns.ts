import type { LayerNorms } from "../../db/contract/read-models";

/** What one layer recorded in one column of the heat map. */
export interface LayerCell {
  column: number;
  step: number;
  lastStep: number;
  /** On another axis than steps. */
  x?: number;
  lastX?: number;
  value: number;
  nonFinite: number;
}

/** Cells, a row a layer, as a grid of the columns that any of them has; a column reaches over those of all layers. */
export function layerColumns(rows: readonly (readonly LayerCell[])[]): Omit<LayerNorms, "layers"> {
  const cellsOf = new Map<number, LayerCell[]>();
  for (const cell of rows.flat()) {
    const cells = cellsOf.get(cell.column);
    if (cells) cells.push(cell);
    else cellsOf.set(cell.column, [cell]);
  }
  const columns = [...cellsOf].sort(([a], [b]) => a - b);
  const placeOf = new Map(columns.map(([column], place) => [column, place]));
  const values = rows.map(() => columns.map(() => Number.NaN));
  const nonFinite = rows.map(() => columns.map(() => 0));
  rows.forEach((cells, row) => {
    for (const cell of cells) {
      const place = placeOf.get(cell.column) as number;
      (values[row] as number[])[place] = cell.value;
      (nonFinite[row] as number[])[place] = cell.nonFinite;
    }
  });
  const least = (of: (cell: LayerCell) => number) => columns.map(([, cells]) => Math.min(...cells.map(of)));
  const most = (of: (cell: LayerCell) => number) => columns.map(([, cells]) => Math.max(...cells.map(of)));
  return {
    step: least(({ step }) => step),
    lastStep: most(({ lastStep }) => lastStep),
    ...(columns[0]?.[1][0]?.x !== undefined && {
      x: least(({ x }) => x as number),
      lastX: most(({ lastX }) => lastX as number),
    }),
    values,
    nonFinite,
  };
}
