import { memo } from "react";
import type { RunRow } from "../../../db/contract/read-models";
import { formatNumber } from "../../format/number";

const WIDTH = 96;
const HEIGHT = 22;
const PADDING = 2;
const MARK_PX = 9;

/** Gradient norm on a log scale, with a cross where it was not finite. */
export const Sparkline = memo(function Sparkline({
  sparkline,
  label,
}: {
  sparkline: RunRow["sparkline"];
  label: string;
}) {
  const drawing = sparkline && sparklinePath(sparkline);
  if (!drawing) return <svg width={WIDTH} height={HEIGHT} aria-hidden="true" />;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={`${label}: ${drawing.summary}`}
      className="block overflow-visible"
    >
      <title>{`${sparkline.name}, log scale: ${drawing.summary}`}</title>
      <path d={drawing.path} fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinejoin="round" />
      {drawing.bands.map((band) => (
        <rect
          key={`${band.x} ${band.severity}`}
          x={band.x}
          y={HEIGHT - 2}
          width={band.width}
          height={2}
          className={bandFill[band.severity]}
        />
      ))}
      {drawing.marks.map((x) => (
        <path
          key={x}
          d={`M${x - 2.5} ${PADDING - 1}l5 5m0-5l-5 5`}
          className="stroke-critical"
          strokeWidth="1.5"
        />
      ))}
    </svg>
  );
});

const bandFill = { critical: "fill-critical", warning: "fill-warning", benign: "fill-muted" } as const;

/** Polyline of the finite values; gaps where a bucket has none. */
export function sparklinePath({ steps, max, nonFinite, episodes }: NonNullable<RunRow["sparkline"]>) {
  const logs = max.map((value) => (value > 0 && Number.isFinite(value) ? Math.log10(value) : Number.NaN));
  const finite = logs.filter((value) => !Number.isNaN(value));
  const bad = nonFinite.some((count) => count > 0);
  if (finite.length === 0 && !bad) return null;
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  // Half a decade at least: a flat norm must look flat.
  const span = Math.max(high - low, 0.5);
  const middle = (low + high) / 2;
  const first = steps[0] ?? 0;
  const last = steps.at(-1) ?? first;
  const toX = (step: number) =>
    round(PADDING + ((step - first) / Math.max(1, last - first)) * (WIDTH - 2 * PADDING));
  const toY = (log: number) => round(HEIGHT / 2 - 1 - ((log - middle) / span) * (HEIGHT - 2 * PADDING - 4));
  let path = "";
  let pen = false;
  logs.forEach((log, index) => {
    if (Number.isNaN(log)) {
      pen = false;
      return;
    }
    path += `${pen ? "L" : "M"}${toX(steps[index] ?? 0)} ${toY(log)}`;
    pen = true;
  });
  const marks = thin(steps.filter((_, index) => (nonFinite[index] ?? 0) > 0).map(toX));
  const clamp = (x: number) => Math.min(WIDTH - PADDING, Math.max(PADDING, x));
  const bands = episodes.map(({ startStep, endStep, severity }) => {
    const x = clamp(toX(startStep));
    return { x, width: Math.max(2, round(clamp(toX(endStep)) - x)), severity };
  });
  const ends =
    finite.length > 0 ? `${formatNumber(10 ** low)} to ${formatNumber(10 ** high)}` : "no finite value";
  return { path, marks, bands, summary: bad ? `${ends}, with non-finite values` : ends };
}

const round = (pixels: number) => Math.round(pixels * 10) / 10;

/** Marks far enough apart to be told from each other; the first always stays. */
function thin(positions: readonly number[]): number[] {
  const kept: number[] = [];
  for (const position of positions) if (position - (kept.at(-1) ?? -MARK_PX) >= MARK_PX) kept.push(position);
  return kept;
}
