import type { Annotations } from "plotly.js";
import { formatNumber } from "../format/number";
import type { Palette } from "../format/palette";
import type { Margins, Range, Scale } from "./figure";
import type { SeriesLine } from "./series-line";

const LINE_PX = 13;
/** Narrower margins hold the value alone. */
const NAMED_FROM_PX = 64;

/** Name and last value of each line at its end; one line on a chart needs no name. */
export function endLabels(
  lines: readonly SeriesLine[],
  {
    scale,
    yRange,
    palette,
    margins,
    plotHeight,
  }: { scale: Scale; yRange: Range; palette: Palette; margins: Margins; plotHeight: number },
): Partial<Annotations>[] {
  const named = lines.length > 1 && margins.right > NAMED_FROM_PX;
  const inner = (value: number) => (scale === "log" ? Math.log10(value) : value);
  const span = yRange[1] - yRange[0];
  const wanted = lines.flatMap(({ data }, index) => {
    const value = data.last.at(-1);
    if (value === undefined) return [];
    // A line that left the finite numbers ends where its crosses are, on the top edge.
    const y = Number.isFinite(value)
      ? ((yRange[1] - inner(Math.max(value, scale === "log" ? Number.MIN_VALUE : value))) / span) * plotHeight
      : 0;
    return [{ index, y: Math.min(plotHeight, Math.max(0, y)) }];
  });
  return spreadLabels(wanted, named ? 2 * LINE_PX : LINE_PX, plotHeight).flatMap(({ index, y }) => {
    const line = lines[index];
    const last = line?.data.last.at(-1);
    if (!line || last === undefined) return [];
    const value = formatNumber(last);
    return [
      {
        xref: "paper" as const,
        yref: "paper" as const,
        x: 1,
        y: 1 - y / plotHeight,
        xanchor: "left" as const,
        yanchor: "middle" as const,
        xshift: 6,
        align: "left" as const,
        showarrow: false,
        text: named ? `${shorten(line.label, margins.right)}<br>${value}` : value,
        font: { size: 11, color: !named && !Number.isFinite(last) ? palette.critical : line.colour },
      },
    ];
  });
}

/** Cut to what fits beside the plot; names longer than the margin are told by the list under the crosshair. */
function shorten(label: string, pixels: number): string {
  const characters = Math.floor((pixels - 12) / 6);
  return label.length <= characters ? label : `${label.slice(0, Math.max(1, characters - 1))}…`;
}

export interface EndLabel {
  /** Wanted position in pixels from the top of the plot. */
  y: number;
  index: number;
}

/**
 * Moves labels at line ends apart until none overlaps, as little as possible and within the plot.
 * Labels that find no room are left out, the last ones first.
 */
export function spreadLabels(
  labels: readonly EndLabel[],
  labelHeight: number,
  plotHeight: number,
): EndLabel[] {
  const capacity = Math.floor(plotHeight / labelHeight);
  const kept = labels.slice(0, Math.max(0, capacity)).sort((a, b) => a.y - b.y);
  const top = labelHeight / 2;
  const bottom = plotHeight - labelHeight / 2;
  const placed: EndLabel[] = [];
  let free = top;
  for (const label of kept) {
    const y = Math.max(free, Math.min(label.y, bottom));
    placed.push({ ...label, y });
    free = y + labelHeight;
  }
  // What was pushed beyond the bottom pushes those above it up again.
  let ceiling = bottom;
  for (let index = placed.length - 1; index >= 0; index -= 1) {
    const label = placed[index];
    if (!label || label.y <= ceiling) break;
    label.y = ceiling;
    ceiling -= labelHeight;
  }
  return placed;
}
