"use client";

import { memo, useCallback, useMemo, useRef, useState } from "react";
import { Chart, defaultPlotHeight, useChartFrame } from "../../charts/chart";
import type { EpisodeBand } from "../../charts/episode-shapes";
import { defaultMargins, type Range, type Scale } from "../../charts/figure";
import type { GuardMark } from "../../charts/guard-marks";
import { seriesFigure } from "../../charts/series-figure";
import type { SeriesLine } from "../../charts/series-line";
import { seriesReadout, seriesTable } from "../../charts/series-readout";
import type { XAxis } from "../../charts/x-axis";
import { armColour, armColourVariable } from "../../format/arm-colour";
import { cx } from "../../format/class-names";
import { palettes } from "../../format/palette";
import { useTheme } from "../../theme/theme-provider";
import { Tooltip } from "../ui/tooltip";
import { branchLines, branchNotes } from "./branch-lines";
import { describeChart } from "./describe-chart";
import { lineColourPosition, type RunChart } from "./run-chart";
import { useBranches } from "./use-branches";
import { useGuardNotes } from "./use-guard-notes";
import { usePlaced } from "./use-placed";
import { useSeries } from "./use-series";

export interface SeriesChartProps {
  runId: string;
  chart: RunChart;
  axis: XAxis;
  /** Range of the axis shown; null while it is not known. */
  xRange: Range | null;
  /** The same when zoomed; null when all of it is shown. */
  zoom: Range | null;
  onZoom: (range: Range | null) => void;
  smoothing: number;
  scale: "auto" | Scale;
  episodes: readonly EpisodeBand[];
  guardActions: readonly GuardMark[];
  /** Whether what the run replaced is drawn as well. */
  branches: boolean;
  height?: number;
}

/** The same for all charts of the page, so that their steps line up; "discriminator" fits. */
const wideMargins = { ...defaultMargins, right: 96 };
const narrowMargins = { ...defaultMargins, left: 44, right: 58 };

/** From 0 to 1 with both lines in sight. */
const shareBounds = [-0.02, 1.02] as const;

const nowhere: Range = [0, 1];

/** One metric of a run. Reads and draws only while in view. */
export const SeriesChart = memo(function SeriesChart(props: SeriesChartProps) {
  const { runId, chart, axis, xRange, zoom, smoothing, height = defaultPlotHeight } = props;
  const { theme } = useTheme();
  const frame = useChartFrame();
  const [ownScale, setOwnScale] = useState<Scale | null>(null);
  const scale = ownScale ?? (props.scale === "auto" ? chart.scale : props.scale);
  const names = useMemo(() => chart.lines.map((line) => line.name), [chart.lines]);
  const { series, error } = useSeries(runId, names, zoom, frame.inView, axis.over);

  const lines = useMemo(() => {
    const byName = new Map(series?.map((data) => [data.name, data]));
    return chart.lines.flatMap(({ name, label }, index): SeriesLine[] => {
      const data = byName.get(name);
      if (!data || data.step.length === 0) return [];
      return [{ label, data, colour: armColour(lineColourPosition(label, index), theme) }];
    });
  }, [series, chart.lines, theme]);

  const replaced = useBranches(runId, names, axis, zoom, props.branches && frame.inView);
  const behind = useMemo(() => branchLines(replaced ?? [], lines), [replaced, lines]);
  const read = useMemo(() => lines.map(({ data }) => data), [lines]);
  const { place, episodes, guardActions } = usePlaced(read, props.episodes, props.guardActions);

  const kept = useRef<{ key: string; range: Range } | null>(null);
  const margins = frame.width < 420 ? narrowMargins : wideMargins;
  const figure = useMemo(() => {
    if (lines.length === 0 || frame.width === 0 || !xRange) return null;
    return () => {
      const key = `${scale} ${axis.over} ${zoom?.join()}`;
      const drawn = seriesFigure({
        lines,
        behind,
        scale,
        smoothing,
        xRange,
        xTicks: axis.ticks,
        previousYRange: kept.current?.key === key ? kept.current.range : null,
        bounds: isShare(chart) ? shareBounds : null,
        episodes,
        guardMarks: guardActions,
        palette: palettes[theme],
        width: frame.width,
        height,
        margins,
      });
      kept.current = { key, range: drawn.yRange };
      return drawn.figure;
    };
  }, [
    lines,
    behind,
    scale,
    axis,
    zoom,
    smoothing,
    xRange,
    chart,
    episodes,
    guardActions,
    theme,
    frame.width,
    height,
    margins,
  ]);

  const legend = useMemo(
    () =>
      chart.lines.length > 1
        ? chart.lines.map(({ label }, index) => ({
            label,
            colour: armColourVariable(lineColourPosition(label, index)),
          }))
        : undefined,
    [chart.lines],
  );
  const all = useMemo(() => [...lines, ...behind], [lines, behind]);
  const readout = useCallback((x: number) => seriesReadout(all, x), [all]);
  const guardNotes = useGuardNotes(guardActions, xRange ?? nowhere, frame.width);
  const notes = useCallback(
    (x: number) => [...guardNotes(x), ...branchNotes(behind, x)],
    [guardNotes, behind],
  );
  const table = useCallback(() => seriesTable(all, axis), [all, axis]);

  return (
    <Chart
      title={chart.title}
      unit={chart.unit}
      meaning={chart.meaning}
      description={describeChart(chart, props.episodes, props.guardActions, axis.name)}
      figure={figure}
      margins={margins}
      height={height}
      empty={
        error ??
        (series
          ? zoom
            ? "No point in this range. Double-click a chart to see the whole run."
            : axis.over === "step"
              ? "No point recorded yet"
              : `No point has a place over ${axis.name}: choose another axis above`
          : "")
      }
      table={table}
      axis={axis}
      place={place}
      xRange={xRange ?? undefined}
      onZoom={props.onZoom}
      readout={readout}
      notes={notes}
      legend={legend}
      frame={frame}
      controls={
        <Tooltip
          content={
            scale === "log"
              ? "Logarithmic axis; click for a linear one"
              : "Linear axis; click for a logarithmic one"
          }
        >
          <button
            type="button"
            onClick={() => setOwnScale(scale === "log" ? "linear" : "log")}
            aria-label={`Axis of ${chart.title}: ${scale}`}
            className={cx(
              "h-6 rounded-sm px-1.5 text-12 hover:bg-hover hover:text-text",
              ownScale ? "text-accent" : "text-muted",
            )}
          >
            {scale === "log" ? "log" : "lin"}
          </button>
        </Tooltip>
      }
    />
  );
});

/** Metrics that live between 0 and 1 show all of it, or a flat line would fill the chart with noise. */
function isShare({ unit, key }: RunChart): boolean {
  return unit === "share" || key === "clip_coefficient";
}
