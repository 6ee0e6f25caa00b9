import { describe, expect, test } from "vitest";
import { toCsv } from "../../../app/charts/export-chart";
import { type SeriesFigureOptions, seriesFigure } from "../../../app/charts/series-figure";
import { bucketAt, seriesReadout, seriesTable } from "../../../app/charts/series-readout";
import { xAxisOf } from "../../../app/charts/x-axis";
import { palettes } from "../../../app/format/palette";
import { aLine, exactSeries } from "./a-series";

interface Trace {
  mode: string;
  x: number[];
  y: (number | null)[];
  fill?: string;
  marker?: { symbol?: string };
}

function draw(change: Partial<SeriesFigureOptions>) {
  const drawn = seriesFigure({
    lines: [],
    scale: "linear",
    smoothing: 0,
    xRange: [0, 10],
    palette: palettes.light,
    width: 600,
    height: 220,
    ...change,
  });
  return { ...drawn, traces: drawn.figure.data as unknown as Trace[] };
}

describe("seriesFigure", () => {
  test("exact points without smoothing are one line and no envelope", () => {
    const { traces } = draw({ lines: [aLine(exactSeries([1, 2, 3]))] });
    expect(traces).toHaveLength(1);
    expect(traces[0]?.y).toEqual([1, 2, 3]);
  });

  test("a spike stays in sight behind a smoothed line", () => {
    const values = Array.from({ length: 50 }, (_, index) => (index === 25 ? 1000 : 1));
    const { traces, yRange } = draw({
      lines: [aLine(exactSeries(values))],
      smoothing: 50,
      scale: "log",
      xRange: [0, 49],
    });
    expect(traces[0]?.y).toEqual(values);
    expect(yRange[1]).toBeGreaterThan(3);
  });

  test("buckets of several points are drawn from their smallest to their largest", () => {
    const series = { ...exactSeries([1, 2, 3]), exact: false, min: [0, 1, 2], max: [5, 1000, 7] };
    const { traces } = draw({ lines: [aLine(series)] });
    const [lower, upper] = traces;
    expect(lower?.y).toEqual([0, 1, 2]);
    expect(upper?.y).toEqual([5, 1000, 7]);
    expect(upper?.fill).toBe("tonexty");
  });

  test("the extent comes from the steps in view, spikes included", () => {
    const series = exactSeries([1, 1000, 1, 1, 2]);
    expect(draw({ lines: [aLine(series)], xRange: [0, 4] }).yRange[1]).toBeGreaterThan(1000);
    expect(draw({ lines: [aLine(series)], xRange: [2, 4] }).yRange[1]).toBeLessThan(3);
  });

  test("values that are not finite break the line and are crosses on the top edge, with their count", () => {
    const { traces, figure } = draw({
      lines: [aLine(exactSeries([1, Number.NaN, Number.POSITIVE_INFINITY, 4]))],
      xRange: [0, 3],
    });
    expect(traces[0]?.y).toEqual([1, null, null, 4]);
    const crosses = traces.find((trace) => trace.marker?.symbol === "x-thin");
    expect(crosses?.x).toEqual([1, 2]);
    const labels = (figure.layout.annotations ?? []).map((annotation) => annotation?.text);
    expect(labels).toContain("2 non-finite");
  });

  test("zero and negative values on a log axis are arrows on the bottom edge", () => {
    const { traces } = draw({ lines: [aLine(exactSeries([1, 0, -2, 10]))], scale: "log", xRange: [0, 3] });
    const arrows = traces.find((trace) => trace.marker?.symbol === "triangle-down");
    expect(arrows?.x).toEqual([1, 2]);
  });

  test("what lies behind is drawn first and seen whole, without envelope, marks or labels", () => {
    const behind = { ...aLine(exactSeries([1, 50, Number.NaN]), "rnn, replaced"), opacity: 0.5 };
    const { traces, figure, yRange } = draw({ lines: [aLine(exactSeries([1, 2, 3]))], behind: [behind] });
    expect(traces.map((trace) => trace.y)).toEqual([
      [1, 50, null],
      [1, 2, 3],
    ]);
    expect(yRange[1]).toBeGreaterThan(50);
    expect((figure.layout.annotations ?? []).map((annotation) => annotation?.text)).toEqual(["3"]);
  });

  test("the axis of the last drawing stays while the data fits", () => {
    const previousYRange = [0, 10] as const;
    const { yRange } = draw({ lines: [aLine(exactSeries([1, 9]))], previousYRange });
    expect(yRange).toBe(previousYRange);
  });

  test("over another axis, points, marks and extent lie at its values", () => {
    const data = { ...exactSeries([1, Number.NaN, 1000]), x: [0, 5000, 90_000], lastX: [0, 5000, 90_000] };
    const { traces, yRange } = draw({ lines: [aLine(data)], xRange: [0, 10_000] });
    expect(traces[0]?.x).toEqual([0, 5000, 90_000]);
    expect(traces.find((trace) => trace.marker?.symbol === "x-thin")?.x).toEqual([5000]);
    expect(yRange[1]).toBeLessThan(3);
  });

  test("a share is drawn between 0 and 1", () => {
    const { yRange } = draw({ lines: [aLine(exactSeries([0.4, 0.5]))], bounds: [0, 1] });
    expect(yRange).toEqual([0, 1]);
  });

  test("series without a drawable value still have an axis for their marks", () => {
    const { traces, yRange } = draw({ lines: [aLine(exactSeries([Number.NaN]))], scale: "log" });
    expect(yRange).toEqual([-1, 1]);
    expect(traces.some((trace) => trace.marker?.symbol === "x-thin")).toBe(true);
  });

  test("labels say name and last value, and a line that ended in NaN says so", () => {
    const { figure } = draw({
      lines: [aLine(exactSeries([1, 2]), "generator"), aLine(exactSeries([1, Number.NaN]), "discriminator")],
    });
    const texts = (figure.layout.annotations ?? []).map((annotation) => annotation?.text);
    expect(texts).toContain("generator<br>2");
    expect(texts).toContain("discriminator<br>NaN");
  });
});

describe("under the crosshair", () => {
  const slow = aLine(exactSeries([10, 20, 30], "a", 25), "slow");
  const fast = aLine(exactSeries([1, 2, 3, Number.NaN], "b", 25), "fast");

  test("the nearest point is read, and none far from any", () => {
    expect(bucketAt(slow.data, 24.6)).toBe(1);
    expect(bucketAt(slow.data, 12)).toBe(-1);
    expect(bucketAt(exactSeries([]), 0)).toBe(-1);
  });

  test("over another axis, its value finds the point", () => {
    const data = { ...slow.data, x: [0, 60_000, 3_600_000], lastX: [0, 60_000, 3_600_000] };
    expect(bucketAt(data, 62_000)).toBe(1);
    expect(bucketAt(data, 1_000_000)).toBe(-1);
  });

  test("values are sorted, the largest first and what is not finite last", () => {
    expect(seriesReadout([fast, slow], 50).map((row) => row.label)).toEqual(["slow", "fast"]);
    const [row] = seriesReadout([fast], 75);
    expect(row?.value).toBeNaN();
    expect(row?.nonFinite).toBe(1);
  });
});

test("the table of a chart over another axis says its values beside the steps", () => {
  const data = { ...exactSeries([3, 4]), x: [0, 1500], lastX: [0, 1500] };
  expect(seriesTable([aLine(data, "a")], xAxisOf("elapsed"))).toEqual({
    columns: ["series", "elapsed time", "step", "value", "non-finite"],
    rows: [
      ["a", 0, 0, 3, 0],
      ["a", 1500, 1, 4, 0],
    ],
  });
});

test("the table of a chart holds every point, and its CSV keeps non-finite values as words", () => {
  const table = seriesTable([aLine(exactSeries([0.1, Number.NaN, Number.NEGATIVE_INFINITY]), 'a "b", c')]);
  expect(table.rows).toHaveLength(3);
  expect(toCsv(table)).toBe(
    [
      "series,step,value,non-finite",
      '"a ""b"", c",0,0.1,0',
      '"a ""b"", c",1,NaN,1',
      '"a ""b"", c",2,-Inf,1',
      "",
    ].join("\r\n"),
  );
});
