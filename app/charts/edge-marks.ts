import type { Annotations, Data } from "plotly.js";
import { formatStep } from "../format/number";
import type { Palette } from "../format/palette";
import type { Range, Scale } from "./figure";
import type { SeriesLine } from "./series-line";
import { firstX, lastX } from "./series-x";

/** Marks nearer than this overlap and say no more than one. */
const MARK_PX = 10;

/** Crosses on the top edge where a point is not finite; arrows at the bottom where a log axis has no place. */
export function edgeMarks(
  { data, colour }: SeriesLine,
  {
    scale,
    yRange,
    palette,
    stepsPerPixel,
  }: { scale: Scale; yRange: Range; palette: Palette; stepsPerPixel: number },
): Partial<Data>[] {
  const outward = (position: number) => (scale === "log" ? 10 ** position : position);
  const span = yRange[1] - yRange[0];
  const top = outward(yRange[1] - span * 0.035);
  const bottom = outward(yRange[0] + span * 0.035);
  const apart = MARK_PX * stepsPerPixel;
  const nonFinite = thin(
    firstX(data).filter((_, index) => (data.nonFinite[index] ?? 0) > 0),
    apart,
  );
  const notPositive =
    scale === "log"
      ? thin(
          firstX(data).filter((_, index) => (data.min[index] ?? 1) <= 0),
          apart,
        )
      : [];
  const mark = (steps: number[], y: number, symbol: string, color: string): Partial<Data> => ({
    type: "scatter",
    mode: "markers",
    x: steps,
    y: steps.map(() => y),
    marker: { symbol, size: 7, color, line: { width: 2, color } },
    hoverinfo: "skip",
    cliponaxis: false,
  });
  return [
    ...(nonFinite.length > 0 ? [mark(nonFinite, top, "x-thin", palette.critical)] : []),
    ...(notPositive.length > 0 ? [mark(notPositive, bottom, "triangle-down", colour)] : []),
  ];
}

/** How many points in view are not finite, below the crosses that mark where. */
export function nonFiniteCount(
  lines: readonly SeriesLine[],
  xRange: Range,
  palette: Palette,
): Partial<Annotations>[] {
  let count = 0;
  for (const { data } of lines)
    firstX(data).forEach((x, index) => {
      if ((lastX(data)[index] ?? x) >= xRange[0] && x <= xRange[1]) count += data.nonFinite[index] ?? 0;
    });
  if (count === 0) return [];
  return [
    {
      xref: "paper",
      yref: "paper",
      x: 1,
      y: 1,
      xanchor: "right",
      yanchor: "top",
      yshift: -12,
      showarrow: false,
      text: `${formatStep(count)} non-finite`,
      font: { size: 11, color: palette.critical },
    },
  ];
}

/** Steps at least `apart` from each other; the first always stays. */
export function thin(steps: readonly number[], apart: number): number[] {
  const kept: number[] = [];
  for (const step of steps) if (kept.length === 0 || step - (kept.at(-1) ?? 0) >= apart) kept.push(step);
  return kept;
}
