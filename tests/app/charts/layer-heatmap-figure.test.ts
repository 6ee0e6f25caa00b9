import { expect, test } from "vitest";
import { heatmapColumns } from "../../../app/charts/heatmap-columns";
import {
  describeLayers,
  layerHeatmapFigure,
  layerHeatmapHeight,
  layerTable,
} from "../../../app/charts/layer-heatmap-figure";
import { stepAxis, xAxisOf } from "../../../app/charts/x-axis";
import { palettes } from "../../../app/format/palette";
import type { LayerNorms } from "../../../db/contract/read-models";

const norms: LayerNorms = {
  layers: ["dense1", "output"],
  step: [0, 10],
  lastStep: [9, 19],
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

test("over another axis cells, crosses and rows of the table lie where the axis puts them", () => {
  const timed: LayerNorms = { ...norms, x: [1000, 3500], lastX: [3400, 6000] };
  const { figure } = layerHeatmapFigure({
    norms: timed,
    xRange: [0, 6000],
    xTicks: xAxisOf("elapsed").ticks,
    episodes: [],
    palette: palettes.dark,
    width: 800,
  });
  expect(figure.data).toMatchObject([{ x: [1000, 3500] }, { x: [3500], y: ["output"] }]);
  expect(figure.layout.xaxis?.ticktext).toContain("2 s");
  expect(layerTable(timed, xAxisOf("elapsed"))).toEqual({
    columns: ["first elapsed time", "last elapsed time", "step", "dense1", "output", "non-finite"],
    rows: [
      [1000, 3400, 0, 0.01, 0, 0],
      [3500, 6000, 10, 100, Number.NaN, 3],
    ],
  });
  expect(describeLayers(timed, xAxisOf("elapsed"))).toContain("2 layers over elapsed time: from 0 to 100");
});

test("a standstill between two columns is left blank, and a step that is missing is not", () => {
  const column = [0, 10, 20, 1000, 1010, 1030];
  expect(heatmapColumns({ step: column, lastStep: column.map((step) => step + 9) })).toEqual({
    x: [0, 10, 20, 39, 990, 1000, 1010, 1030],
    column: [0, 1, 2, null, null, 3, 4, 5],
  });
  expect(heatmapColumns({ step: [], lastStep: [] })).toEqual({ x: [], column: [] });
  expect(heatmapColumns({ step: [7], lastStep: [9] })).toEqual({ x: [7], column: [0] });
});

test("the map in words names its range and its non-finite cells", () => {
  expect(describeLayers(norms)).toContain("2 layers over steps 0 to 10: from 0 to 100; 1 cells");
  expect(describeLayers(norms, stepAxis, "; 1 action of guardrails")).toMatch(
    /non-finite values; 1 action of guardrails\.$/,
  );
});
