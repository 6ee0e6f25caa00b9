"use client";

import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import type { ExperimentDetail, SeriesData } from "../../../db/contract/read-models";
import { Chart, defaultPlotHeight, useChartFrame } from "../../charts/chart";
import type { Range, Scale } from "../../charts/figure";
import { keepUnchangedSeries } from "../../charts/keep-unchanged-series";
import { seriesReadout, seriesTable } from "../../charts/series-readout";
import { formatNumber } from "../../format/number";
import { palettes } from "../../format/palette";
import { seriesTitle } from "../../format/words";
import { useTheme } from "../../theme/theme-provider";
import { useTRPC } from "../../trpc/client";
import { armCurvesFigure, armLines, type CurveArm } from "./arm-curves-figure";
import { boundsOf } from "./series-choice";

/** What the server reads at most in one request of series. */
const runsPerRead = 50;
/** Buckets of a curve: enough for a chart, more once one looks closer. */
const buckets = { whole: 300, zoomed: 1500 };

export interface DrawnSeries {
  name: string;
  unit: string;
  meaning: string;
  scale: Scale;
}

/** One series of an experiment: a mean with its band for each arm, its seeds behind. */
export function ArmCurvesChart({
  experiment,
  series,
  show,
  smoothing,
  xRange,
  zoomed,
  onZoom,
}: {
  experiment: ExperimentDetail;
  series: DrawnSeries;
  show: { means: boolean; seeds: boolean };
  smoothing: number;
  xRange: Range;
  zoomed: boolean;
  onZoom: (range: Range | null) => void;
}) {
  const trpc = useTRPC();
  const { theme } = useTheme();
  const frame = useChartFrame();
  const width = zoomed ? buckets.zoomed : buckets.whole;
  const curves = useQuery({
    ...trpc.experiments.curves.queryOptions({ id: experiment.id, series: series.name, width }),
    enabled: frame.inView,
    placeholderData: keepPreviousData,
  });
  const seeds = useSeeds(experiment, series.name, width, show.seeds && frame.inView);
  const arms = useMemo<CurveArm[]>(
    () =>
      experiment.arms.map(({ id, name, position, runs }) => ({
        id,
        name,
        position,
        curve: curves.data?.find((curve) => curve.armId === id),
        seeds: runs.flatMap((run) => seeds.get(run.id) ?? []),
      })),
    [experiment.arms, curves.data, seeds],
  );
  const previousYRange = useRef<{ of: string; range: Range | null }>({ of: "", range: null });
  const of = `${series.name} ${series.scale} ${xRange.join(" ")}`;
  const hasPoints = arms.some((arm) => (arm.curve?.step.length ?? 0) > 0 || arm.seeds.length > 0);

  const drawn = useMemo(() => {
    if (!hasPoints || frame.width === 0) return null;
    return armCurvesFigure({
      arms,
      series: series.name,
      show,
      scale: series.scale,
      smoothing,
      xRange,
      previousYRange: previousYRange.current.of === of ? previousYRange.current.range : null,
      bounds: boundsOf(series.unit),
      theme,
      palette: palettes[theme],
      width: frame.width,
      height: defaultPlotHeight,
    });
  }, [arms, hasPoints, frame.width, series, show, smoothing, xRange, theme, of]);
  useEffect(() => {
    previousYRange.current = { of, range: drawn?.yRange ?? null };
  }, [of, drawn]);

  const lines = useMemo(
    () => armLines({ arms, series: series.name, show, theme }),
    [arms, series.name, show, theme],
  );
  const named = lines.filter((line) => !line.quiet);
  return (
    <Chart
      frame={frame}
      title={seriesTitle(series.name)}
      unit={series.scale === "log" ? [series.unit, "log"].filter(Boolean).join(", ") : series.unit}
      meaning={series.meaning}
      description={describe(arms, series)}
      figure={drawn?.figure ?? null}
      margins={drawn?.margins}
      xRange={xRange}
      onZoom={onZoom}
      readout={(step) => seriesReadout(named, step)}
      table={() => seriesTable(named)}
      empty={
        curves.error
          ? `The curves could not be read. ${curves.error.message}`
          : curves.isPending
            ? ""
            : "The curves of each arm appear here when its first run has trained a step."
      }
    />
  );
}

/** The runs' own points, read in as few requests as the server allows. */
function useSeeds(
  experiment: ExperimentDetail,
  name: string,
  width: number,
  enabled: boolean,
): ReadonlyMap<string, SeriesData> {
  const trpc = useTRPC();
  const runIds = experiment.arms.flatMap((arm) =>
    arm.runs.filter((run) => run.step !== null).map((run) => run.id),
  );
  const chunks = Array.from({ length: Math.ceil(runIds.length / runsPerRead) }, (_, index) =>
    runIds.slice(index * runsPerRead, (index + 1) * runsPerRead),
  );
  return useQueries({
    queries: chunks.map((chunk) => ({
      ...trpc.series.read.queryOptions({ runIds: chunk, names: [name], width }),
      enabled,
      placeholderData: keepPreviousData,
      structuralSharing: keepUnchangedSeries,
    })),
    combine: combineSeeds,
  });
}

/** Outside the component: the same function each time lets the combined map be kept. */
function combineSeeds(results: { data: SeriesData[] | undefined }[]): ReadonlyMap<string, SeriesData> {
  return new Map(
    results.flatMap(({ data }) => (data ?? []).map((series) => [series.runId, series] as const)),
  );
}

function describe(arms: readonly CurveArm[], series: DrawnSeries): string {
  const ends = arms.flatMap(({ name, curve }) => {
    const last = curve?.mean.at(-1);
    return last === undefined ? [] : [`${name} ends at ${formatNumber(last)}`];
  });
  return `${seriesTitle(series.name)} over steps, mean over seeds of each arm: ${ends.join(", ") || "no points yet"}.`;
}
