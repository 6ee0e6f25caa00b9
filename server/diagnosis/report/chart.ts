import type { Severity } from "../../../db/contract/episode";
import { describeMetric } from "../../../db/contract/metrics";
import { smallChart } from "../../../db/contract/small-chart";
import type { ReplayedSeries } from "../../../diagnostics/backtest/replay";
import { formatFigure, formatStep } from "../../../diagnostics/format-figure";
import { type Html, html } from "./safe-html";
import { smallSeries } from "./small-series";

export interface Band {
  startStep: number;
  endStep: number;
  severity: Severity;
}

/** In pixels of the drawing, which is scaled to its place: 358 pixels on a phone, some 500 elsewhere. */
const size = { width: 480, height: 128, left: 58, right: 8, bottom: 18, leastBand: 3 };
const plotWidth = size.width - size.left - size.right;
const plotHeight = size.height - size.bottom - 6;

/** Places along the steps: a log of any length is drawn from so many buckets. */
const places = 300;

/** One series over a range of steps, with episodes shaded, as an SVG that needs nothing else. */
export function chart(
  series: ReplayedSeries,
  range: readonly [number, number],
  bands: readonly Band[],
  caption: string,
): Html {
  const drawn = smallChart({
    series: smallSeries(series, range, places),
    scale: scaleOf(series.name),
    xRange: range,
    width: plotWidth,
    height: plotHeight,
  });
  const inside = bands.filter(({ startStep, endStep }) => endStep >= range[0] && startStep <= range[1]);
  return html`<figure><figcaption>${caption}</figcaption>
<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${caption}, steps ${formatStep(range[0])} to ${formatStep(range[1])}">
<g transform="translate(${size.left} 6)">
${drawn.ticks.map(({ y, value }) => html`<path class="grid" d="M0 ${y}h${plotWidth}"/><text x="-6" y="${y + 4}" text-anchor="end">${formatFigure(value)}</text>`)}
${inside.map((band) => shade(band, drawn.toX))}
<path class="envelope" d="${drawn.envelope}"/><path class="line" d="${drawn.line}"/>
${drawn.marks.map((x) => html`<path class="mark" d="M${x - 3} 2l6 6m0-6l-6 6"/>`)}
<text y="${plotHeight + 14}">step ${formatStep(range[0])}</text><text x="${plotWidth}" y="${plotHeight + 14}" text-anchor="end">${formatStep(range[1])}</text>
</g></svg></figure>`;
}

function shade({ startStep, endStep, severity }: Band, toX: (step: number) => number): Html {
  const x = toX(startStep);
  const width = Math.max(size.leastBand, toX(endStep) - x);
  return html`<rect class="band ${severity}" x="${x}" width="${width}" height="${plotHeight}"/><rect class="bar ${severity}" x="${x}" width="${width}" height="3"/>`;
}

/** Norms and what our own metrics say to be logarithmic; of other names those that hold "norm". */
function scaleOf(name: string): "log" | "linear" {
  return describeMetric(name)?.scale ?? (/norm|grad/i.test(name) ? "log" : "linear");
}
