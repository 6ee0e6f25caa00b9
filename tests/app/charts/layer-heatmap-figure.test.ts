import { expect, test } from "vitest";
import { describeLayers, layerHeatmapFigure, layerTable } from "../../../app/charts/layer-heatmap-figure";
import { palettes } from "../../../app/format/palette";
import type { LayerNorms } from "../../../db/contract/read-models";

const norms: LayerNorms = {
  layers: ["dense1", "output"],
  steps: [0, 10],
  values: [
    [0.01, 100],
    [0, Number.NaN],
  ],
  nonFinite: [
    [0, 0],
    [0, 3],
  ],
};

test("colour is the logarithm; zero and missing values are left blank; non-finite cells are crosses", () => {
  const { figure, height, margins } = layerHeatmapFigure({
    norms,
    xRange: [0, 20],
    episodes: [],
    palette: palettes.dark,
    width: 800,
  });
  const [map, crosses] = figure.data as unknown as [
    { z: (number | null)[][]; zmin: number; zmax: number },
    { x: number[]; y: string[] },
  ];
  expect(map.z).toEqual([
    [-2, 2],
    [null, null],
  ]);
  expect([map.zmin, map.zmax]).toEqual([-2, 2]);
  expect(crosses).toMatchObject({ x: [10], y: ["output"] });
  expect(height).toBe(2 * 26 + margins.top + margins.bottom);
});

test("the table has a column for each layer", () => {
  expect(layerTable(norms)).toEqual({
    columns: ["step", "dense1", "output", "non-finite"],
    rows: [
      [0, 0.01, 0, 0],
      [10, 100, Number.NaN, 3],
    ],
  });
});

test("the map in words names its range and its non-finite cells", () => {
  expect(describeLayers(norms)).toContain("2 layers over steps 0 to 10: from 0 to 100; 1 cells");
});
