import { expect, test } from "vitest";
import {
  describeLayers,
  layerHeatmapFigure,
  layerHeatmapHeight,
  layerTable,
} from "../../../app/charts/layer-heatmap-figure";
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

test("what guardrails did stands above the cells and covers none; its line is of no colour that a cell has", () => {
  const drawn = (guardMarks: Parameters<typeof layerHeatmapFigure>[0]["guardMarks"]) =>
    layerHeatmapFigure({
      norms,
      xRange: [0, 20],
      episodes: [],
      guardMarks,
      palette: palettes.light,
      width: 800,
    });
  const { figure, margins, height } = drawn([
    { step: 12, action: "retreat", outcome: "Went back" },
    { step: 30, action: "stop", outcome: "out of sight" },
  ]);
  expect(figure.layout.shapes).toMatchObject([
    { x0: 12, x1: 12, layer: "above", line: { dash: "dot", color: palettes.light.page } },
  ]);
  expect(figure.layout.annotations).toMatchObject([
    { x: 12, text: "↺", y: 1, yanchor: "bottom", font: { color: palettes.light.accent } },
  ]);
  const plain = drawn([]);
  expect(plain.figure.layout).toMatchObject({ shapes: [], annotations: [] });
  expect(margins.top - plain.margins.top).toBe(height - plain.height);
  expect(height).toBe(layerHeatmapHeight(2, true));
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
  expect(describeLayers(norms, "; 1 action of guardrails")).toMatch(
    /non-finite values; 1 action of guardrails\.$/,
  );
});
