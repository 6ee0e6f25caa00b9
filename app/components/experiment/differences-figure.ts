import type { Data } from "plotly.js";
import type { PairedComparison } from "../../../db/contract/read-models";
import type { ChartTable, Figure, Margins } from "../../charts/figure";
import { armColour, armSymbol } from "../../format/arm-colour";
import { formatNumber } from "../../format/number";
import type { Palette, Theme } from "../../format/palette";

export interface ComparedArm {
  name: string;
  position: number;
  comparison: PairedComparison;
}

/** Height of one arm's row in the plot. */
export const differenceRowPx = 64;
/** Part of a row over which its seeds are spread. */
const spread = 0.5;

/**
 * Paired differences seed by seed: a row an arm, a dot a seed, and below the dots the mean with its
 * 95 % interval. The vertical line is "no difference".
 */
export function differencesFigure({
  arms,
  controlName,
  theme,
  palette,
  width,
}: {
  arms: readonly ComparedArm[];
  controlName: string;
  theme: Theme;
  palette: Palette;
  width: number;
}): { figure: Figure; margins: Margins; height: number } {
  const longest = Math.max(...arms.map((arm) => arm.name.length), 6);
  const left = Math.min(width < 500 ? 104 : 220, Math.round(longest * 6.4) + 16);
  const margins: Margins = { left, right: 24, top: 8, bottom: 40 };
  const characters = Math.floor((left - 16) / 6.2);
  return {
    margins,
    height: arms.length * differenceRowPx + margins.top + margins.bottom,
    figure: {
      data: arms.flatMap((arm, row) => rowTraces(arm, -row, theme)),
      layout: {
        hovermode: "closest",
        xaxis: {
          title: {
            text: `difference from ${controlName}`,
            font: { size: 11, color: palette.muted },
            standoff: 8,
          },
          showgrid: true,
          gridcolor: palette.line,
          tickformat: "~g",
          range: rangeOf(arms),
          fixedrange: true,
        },
        yaxis: {
          range: [-arms.length + 0.5, 0.5],
          showgrid: false,
          tickvals: arms.map((_, row) => -row),
          ticktext: arms.map((arm) => shorten(arm.name, characters)),
          tickfont: { size: 12, color: palette.text },
          fixedrange: true,
        },
        shapes: [
          {
            type: "line",
            xref: "x",
            yref: "paper",
            x0: 0,
            x1: 0,
            y0: 0,
            y1: 1,
            line: { color: palette.strongLine, width: 1.5 },
            layer: "below",
          },
        ],
      },
    },
  };
}

export function differencesTable(arms: readonly ComparedArm[]): ChartTable {
  return {
    columns: ["arm", "seed", "difference"],
    rows: arms.flatMap(({ name, comparison }) =>
      comparison.pairs.flatMap(({ seed, difference }) =>
        difference === null ? [] : [[name, seed, difference]],
      ),
    ),
  };
}

function rowTraces({ position, name, comparison }: ComparedArm, y: number, theme: Theme): Partial<Data>[] {
  const colour = armColour(position, theme);
  const pairs = comparison.pairs.filter((pair) => pair.difference !== null);
  const offset = (index: number) => (pairs.length < 2 ? 0.12 : 0.3 - (index / (pairs.length - 1)) * spread);
  const dots: Partial<Data> = {
    type: "scatter",
    mode: "markers",
    x: pairs.map((pair) => pair.difference),
    y: pairs.map((_, index) => y + offset(index)),
    text: pairs.map((pair) => `seed ${pair.seed}: ${formatNumber(pair.difference)}`),
    hovertemplate: `${name}<br>%{text}<extra></extra>`,
    marker: { color: colour, size: 8, symbol: armSymbol(position), opacity: 0.7 },
    cliponaxis: false,
  };
  const { meanDifference, interval } = comparison;
  if (meanDifference === null) return [dots];
  return [
    dots,
    {
      type: "scatter",
      mode: "markers",
      x: [meanDifference],
      y: [y - 0.36],
      marker: { color: colour, size: 10, symbol: "line-ns", line: { color: colour, width: 3 } },
      error_x: interval
        ? {
            type: "data",
            symmetric: false,
            array: [interval.high - meanDifference],
            arrayminus: [meanDifference - interval.low],
            color: colour,
            thickness: 2,
            width: 0,
          }
        : undefined,
      text: [
        interval
          ? `${formatNumber(meanDifference)}, 95 % interval ${formatNumber(interval.low)} to ${formatNumber(interval.high)}`
          : formatNumber(meanDifference),
      ],
      hovertemplate: `${name}<br>mean %{text}<extra></extra>`,
      cliponaxis: false,
    },
  ];
}

/** All dots and intervals and zero, with room at both ends; an interval of two seeds may be cut. */
function rangeOf(arms: readonly ComparedArm[]): [number, number] {
  const dots = arms.flatMap(({ comparison }) => comparison.pairs.map((pair) => pair.difference ?? 0));
  const [low, high] = [Math.min(0, ...dots), Math.max(0, ...dots)];
  const span = high - low || 1;
  const ends = arms.flatMap(({ comparison: { interval } }) =>
    interval ? [interval.low, interval.high] : [],
  );
  // An interval from two seeds can be twelve times their spread; it would press the dots into a line.
  const from = Math.max(low - span, Math.min(low, ...ends));
  const to = Math.min(high + span, Math.max(high, ...ends));
  const room = (to - from) * 0.05;
  return [from - room, to + room];
}

function shorten(label: string, characters: number): string {
  return label.length <= characters ? label : `${label.slice(0, Math.max(1, characters - 1))}…`;
}
