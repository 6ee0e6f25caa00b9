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

/**
 * Bands behind the curves, stronger on a chart that shows the episode's own series. A band of one
 * step gets a width of its own, or it would vanish between two pixels.
 */
export function episodeShapes(
  bands: readonly EpisodeBand[],
  palette: Palette,
  seriesShown: ReadonlySet<string>,
  minimumWidth: number,
): Partial<Shape>[] {
  const colour: Record<Severity, string> = {
    critical: palette.critical,
    warning: palette.warning,
    benign: palette.muted,
  };
  return [...bands]
    .sort((a, b) => rank[a.severity] - rank[b.severity])
    .slice(0, LIMIT)
    .map((band) => {
      const own = seriesShown.has(band.series);
      const missing = Math.max(0, minimumWidth - (band.endStep - band.startStep)) / 2;
      return {
        type: "rect",
        xref: "x",
        yref: "paper",
        x0: band.startStep - missing,
        x1: band.endStep + missing,
        y0: 0,
        y1: 1,
        layer: "below",
        line: { width: 0 },
        fillcolor: withAlpha(colour[band.severity], own ? 0.18 : 0.08),
      };
    });
}
