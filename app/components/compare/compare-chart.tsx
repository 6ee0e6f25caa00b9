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
import { armColour, armDash } from "../../format/arm-colour";
import { formatNumber } from "../../format/number";
import { palettes, type Theme } from "../../format/palette";
import { seriesTitle } from "../../format/words";
import { useTheme } from "../../theme/theme-provider";
import { useTRPC } from "../../trpc/client";
import type { DrawnSeries } from "../experiment/arm-curves-chart";
import { boundsOf } from "../experiment/series-choice";
import { alignedByTime, longestSeconds, onGrid } from "./align-by-time";
import { meanOfSeeds } from "./mean-of-seeds";
import type { RunGroup } from "./run-groups";

/** Points of a mean over seeds when the seeds' own times differ. */
const meanPoints = 150;

/** Fewer than a single run's chart takes: many lines share this one. */
const buckets = 600;

export interface CompareChartProps {
  groups: readonly RunGroup[];
  series: DrawnSeries;
  curves: "both" | "means" | "seeds";
  align: "step" | "time";
  scale: "auto" | Scale;
  smoothing: number;
  /** Steps of all runs; by time the data itself says how far it reaches. */
  stepRange: Range;
  zoom: Range | null;
  onZoom: (range: Range | null) => void;
}

/** One series of several runs over each other. Reads and draws only while in view. */
export const CompareChart = memo(function CompareChart(props: CompareChartProps) {
  const { groups, series, curves, align, smoothing, zoom } = props;
  const trpc = useTRPC();
  const { theme } = useTheme();
  const frame = useChartFrame();
  const scale = props.scale === "auto" ? series.scale : props.scale;
  const runIds = groups.flatMap((group) => group.runs.map((run) => run.id));
  const steps = align === "step" ? zoom : null;
  const { data, error } = useQuery({
    ...trpc.series.read.queryOptions({
      runIds,
      names: [series.name],
      fromStep: steps ? Math.max(0, Math.floor(steps[0])) : undefined,
      toStep: steps ? Math.ceil(steps[1]) : undefined,
      width: buckets,
    }),
    enabled: frame.inView,
    placeholderData: keepPreviousData,
    structuralSharing: keepUnchangedSeries,
  });

  const byRun = useMemo(() => {
    const starts = new Map(
      groups.flatMap((group) => group.runs.map((run) => [run.id, run.startedAt] as const)),
    );
    return new Map(
      (data ?? []).map((one) => [
        one.runId,
        align === "time" ? alignedByTime(one, starts.get(one.runId) ?? null) : one,
      ]),
    );
  }, [data, align, groups]);
  const lines = useMemo(
    () => compareLines({ groups, byRun, curves, align, scale, theme }),
    [groups, byRun, curves, align, scale, theme],
  );
  const xRange = useMemo<Range>(() => {
    if (zoom) return zoom;
    return align === "step" ? props.stepRange : [0, longestSeconds([...byRun.values()])];
  }, [zoom, align, props.stepRange, byRun]);

  const kept = useRef<{ key: string; range: Range | null } | null>(null);
  const drawing = useMemo(() => {
    if (lines.length === 0 || frame.width === 0) return null;
    const key = `${scale} ${align} ${zoom?.join()}`;
    const drawn = seriesFigure({
      lines,
      scale,
      smoothing,
      xRange,
      previousYRange: kept.current?.key === key ? kept.current.range : null,
      bounds: boundsOf(series.unit),
      palette: palettes[theme],
      width: frame.width,
      height: defaultPlotHeight,
    });
    kept.current = { key, range: drawn.yRange };
    return drawn;
  }, [lines, scale, align, zoom, smoothing, xRange, series.unit, theme, frame.width]);
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
      xRange={xRange}
      onZoom={props.onZoom}
      xLabel={align === "step" ? "step" : "second"}
      readout={(x) => seriesReadout(named, x)}
      table={() => seriesTable(named)}
      empty={
        error
          ? `The series could not be read. ${error.message}`
          : data
            ? "No point in this range. Double-click a chart to see the whole runs."
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
  align,
  scale,
  theme,
}: Pick<CompareChartProps, "groups" | "curves" | "align"> & {
  byRun: ReadonlyMap<string, SeriesData>;
  scale: Scale;
  theme: Theme;
}): SeriesLine[] {
  const spacing = longestSeconds([...byRun.values()]) / meanPoints;
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
          found.map(({ data }) => (align === "time" ? onGrid(data, spacing) : data)),
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
