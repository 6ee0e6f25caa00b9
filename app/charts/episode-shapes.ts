import type { Shape } from "plotly.js";
import type { Severity } from "../../db/contract/episode";
import { type Palette, withAlpha } from "../format/palette";

/** An episode as a chart needs it. */
export interface EpisodeBand {
  id: string;
  startStep: number;
  endStep: number;
  severity: Severity;
  series: string;
}

/** More bands than this are a texture, not information: the worst are kept. */
const LIMIT = 120;
const rank: Record<Severity, number> = { critical: 0, warning: 1, benign: 2 };

const severityColours = (palette: Palette): Record<Severity, string> => ({
  critical: palette.critical,
  warning: palette.warning,
  benign: palette.muted,
});

/** Height of the bar that says where a band is, where its tint alone would be too faint. */
const BAR_SHARE = 0.016;

/**
 * Bands behind the curves. On a chart that shows the episode's own series it is tinted and has a bar
 * on top; on the others a faint tint says that something happened elsewhere. There, overlapping bands
 * are drawn as one, or ten layers would be taken for a graver episode. A band of one step gets a width
 * of its own, or it would vanish between two pixels.
 */
export function episodeShapes(
  bands: readonly EpisodeBand[],
  palette: Palette,
  seriesShown: ReadonlySet<string>,
  minimumWidth: number,
): Partial<Shape>[] {
  const colour = severityColours(palette);
  const worst = [...bands].sort((a, b) => rank[a.severity] - rank[b.severity]).slice(0, LIMIT);
  const wide = worst.map((band) => widen(band, minimumWidth));
  const rect = (x0: number, x1: number, y0: number, fillcolor: string): Partial<Shape> => ({
    type: "rect",
    xref: "x",
    yref: "paper",
    x0,
    x1,
    y0,
    y1: 1,
    layer: "below",
    line: { width: 0 },
    fillcolor,
  });
  const tints = (["critical", "warning", "benign"] as const).flatMap((severity) => {
    const ofSeverity = wide.filter((band) => band.severity === severity);
    const own = union(ofSeverity.filter((band) => seriesShown.has(band.series)));
    const others = union(ofSeverity.filter((band) => !seriesShown.has(band.series)));
    return [
      ...own.map(([from, to]) => rect(from, to, 0, withAlpha(colour[severity], 0.1))),
      ...(own.length > 0
        ? []
        : others.map(([from, to]) => rect(from, to, 0, withAlpha(colour[severity], 0.045)))),
    ];
  });
  const bars = wide
    .filter((band) => seriesShown.has(band.series))
    .map((band) => rect(band.startStep, band.endStep, 1 - BAR_SHARE, colour[band.severity]));
  return [...tints, ...bars.reverse()];
}

/** Bars just above the plot, for charts whose whole area is data. */
export function episodeBars(bands: readonly EpisodeBand[], palette: Palette): Partial<Shape>[] {
  const colour = severityColours(palette);
  return [...bands]
    .sort((a, b) => rank[b.severity] - rank[a.severity])
    .slice(-LIMIT)
    .map((band) => ({
      type: "rect",
      xref: "x",
      yref: "paper",
      ysizemode: "pixel",
      yanchor: 1,
      x0: band.startStep,
      x1: band.endStep,
      y0: 2,
      y1: 6,
      line: { width: 0 },
      fillcolor: colour[band.severity],
    }));
}

function widen<Band extends { startStep: number; endStep: number }>(band: Band, minimumWidth: number): Band {
  const missing = Math.max(0, minimumWidth - (band.endStep - band.startStep)) / 2;
  return { ...band, startStep: band.startStep - missing, endStep: band.endStep + missing };
}

/** Stretches covered by any of the bands, in order and without overlap. */
export function union(bands: readonly { startStep: number; endStep: number }[]): [number, number][] {
  const merged: [number, number][] = [];
  for (const { startStep, endStep } of [...bands].sort((a, b) => a.startStep - b.startStep)) {
    const last = merged.at(-1);
    if (last && startStep <= last[1]) last[1] = Math.max(last[1], endStep);
    else merged.push([startStep, endStep]);
  }
  return merged;
}
