"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { memo, useMemo, useRef } from "react";
import type { SeriesData } from "../../../db/contract/read-models";
import { Chart, defaultPlotHeight, useChartFrame } from "../../charts/chart";
import type { Range, Scale } from "../../charts/figure";
import { keepUnchangedSeries } from "../../charts/keep-unchanged-series";
import { seriesFigure } from "../../charts/series-figure";
import type { SeriesLine } from "../../charts/series-line";
import { seriesReadout, seriesTable } from "../../charts/series-readout";
import type { XAxis } from "../../charts/x-axis";
import { armColour, armDash } from "../../format/arm-colour";
import { formatNumber } from "../../format/number";
import { palettes, type Theme } from "../../format/palette";
import { seriesTitle } from "../../format/words";
import { useTheme } from "../../theme/theme-provider";
import { useTRPC } from "../../trpc/client";
import type { DrawnSeries } from "../experiment/arm-curves-chart";
import { boundsOf } from "../experiment/series-choice";
import { meanOfSeeds } from "./mean-of-seeds";
import { onGrid } from "./on-grid";
import type { RunGroup } from "./run-groups";

/** Points of a mean over seeds where they lie apart on the axis. */
const meanPoints = 150;

/** Fewer than a single run's chart takes: many lines share this one. */
const buckets = 600;

export interface CompareChartProps {
  groups: readonly RunGroup[];
  series: DrawnSeries;
  curves: "both" | "means" | "seeds";
  axis: XAxis;
  scale: "auto" | Scale;
  smoothing: number;
  /** All of the axis that the runs have points at; null while it is not known. */
  extent: Range | null;
  zoom: Range | null;
  onZoom: (range: Range | null) => void;
}

/** One series of several runs over each other. Reads and draws only while in view. */
export const CompareChart = memo(function CompareChart(props: CompareChartProps) {
  const { groups, series, curves, axis, extent, smoothing, zoom } = props;
  const trpc = useTRPC();
  const { theme } = useTheme();
  const frame = useChartFrame();
  const scale = props.scale === "auto" ? series.scale : props.scale;
  const runIds = groups.flatMap((group) => group.runs.map((run) => run.id));
  const { data, error } = useQuery({
    ...trpc.series.read.queryOptions({
      runIds,
      names: [series.name],
      over: axis.over,
      from: zoom?.[0],
      to: zoom?.[1],
      width: buckets,
    }),
    enabled: frame.inView,
    placeholderData: keepPreviousData,
    structuralSharing: keepUnchangedSeries,
  });

  const byRun = useMemo(() => new Map((data ?? []).map((one) => [one.runId, one])), [data]);
  const xRange = zoom ?? extent;
  const spacing = axis.over === "step" || !xRange ? null : (xRange[1] - xRange[0]) / meanPoints;
  const lines = useMemo(
    () => compareLines({ groups, byRun, curves, spacing, scale, theme }),
    [groups, byRun, curves, spacing, scale, theme],
  );

  const kept = useRef<{ key: string; range: Range | null } | null>(null);
  const drawing = useMemo(() => {
    if (lines.length === 0 || frame.width === 0 || !xRange) return null;
    const key = `${scale} ${axis.over} ${zoom?.join()}`;
    const drawn = seriesFigure({
      lines,
      scale,
      smoothing,
      xRange,
      xTicks: axis.ticks,
      previousYRange: kept.current?.key === key ? kept.current.range : null,
      bounds: boundsOf(series.unit),
      palette: palettes[theme],
      width: frame.width,
      height: defaultPlotHeight,
    });
    kept.current = { key, range: drawn.yRange };
    return drawn;
  }, [lines, scale, axis, zoom, smoothing, xRange, series.unit, theme, frame.width]);
  const named = useMemo(() => lines.filter((line) => !line.quiet), [lines]);

  return (
    <Chart
      frame={frame}
      title={seriesTitle(series.name)}
      unit={[series.unit, scale === "log" && "log"].filter(Boolean).join(", ")}
      meaning={series.meaning}
      description={describe(series.name, named)}
      figure={drawing?.figure ?? null}
      margins={drawing?.margins}
      axis={axis}
      xRange={xRange ?? undefined}
      onZoom={props.onZoom}
      readout={(x) => seriesReadout(named, x)}
      table={() => seriesTable(named, axis)}
      empty={
        error
          ? `The series could not be read. ${error.message}`
          : data
            ? zoom
              ? "No point in this range. Double-click a chart to see the whole runs."
              : `None of the runs has a point over ${axis.name}: choose another axis above`
            : ""
      }
    />
  );
});

/** Seeds behind, means before them; a group of one run has no mean and is drawn as it is. */
function compareLines({
  groups,
  byRun,
  curves,
  spacing,
  scale,
  theme,
}: Pick<CompareChartProps, "groups" | "curves"> & {
  /** Of the grid that seeds are averaged on; null where their points meet by themselves. */
  spacing: number | null;
  byRun: ReadonlyMap<string, SeriesData>;
  scale: Scale;
  theme: Theme;
}): SeriesLine[] {
  const seeds: SeriesLine[] = [];
  const means: SeriesLine[] = [];
  for (const group of groups) {
    const look = { colour: armColour(group.position, theme), dash: armDash(group.position) };
    const found = group.runs.flatMap((run) => {
      const data = byRun.get(run.id);
      return data && data.step.length > 0 ? [{ run, data }] : [];
    });
    const hasMean = group.runs.length > 1 && curves !== "seeds";
    if (curves !== "means" || group.runs.length === 1)
      for (const { run, data } of found)
        seeds.push(
          hasMean
            ? { label: run.name, data, colour: look.colour, width: 1, opacity: 0.45, quiet: true }
            : { ...look, label: run.name, data },
        );
    const mean = hasMean
      ? meanOfSeeds(
          found.map(({ data }) => (spacing === null ? data : onGrid(data, spacing))),
          scale,
        )
      : null;
    if (mean) means.push({ ...look, label: group.name, data: mean, width: 2.25 });
  }
  return [...seeds, ...means];
}

function describe(name: string, lines: readonly SeriesLine[]): string {
  const ends = lines.map(({ label, data }) => `${label} ends at ${formatNumber(data.last.at(-1))}`);
  return `${seriesTitle(name)} of ${lines.length} lines: ${ends.join(", ") || "no points yet"}.`;
}
