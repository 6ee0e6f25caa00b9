"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { Chart, useChartFrame } from "../../charts/chart";
import type { Range, ReadoutRow } from "../../charts/figure";
import {
  describeLayers,
  layerHeatmapFigure,
  layerHeatmapHeight,
  layerTable,
} from "../../charts/layer-heatmap-figure";
import { firstX } from "../../charts/series-x";
import { viridis } from "../../charts/viridis";
import { palettes } from "../../format/palette";
import { useTheme } from "../../theme/theme-provider";
import { useTRPC } from "../../trpc/client";
import { EmptyState } from "../ui/empty-state";
import { ChartGrid, type ChartsView } from "./chart-grid";
import { describeGuardActions } from "./describe-chart";
import { layerCharts, layerNetworks } from "./layer-charts";
import { useGuardNotes } from "./use-guard-notes";
import { usePlaced } from "./use-placed";

/** One heat map a network: which layer the gradient grows or dies in, and when; below it what else is known by layer. */
export function LayersPanel(view: ChartsView) {
  const networks = useMemo(() => layerNetworks(view.run.series), [view.run.series]);
  if (networks.length === 0)
    return (
      <EmptyState title="No layer norms yet">
        <p>Each layer's gradient norm appears here from the first training step on, one row a layer.</p>
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-6">
      {networks.map((network) => (
        <NetworkLayers key={network} network={network} view={view} />
      ))}
    </div>
  );
}

function NetworkLayers({ network, view }: { network: string; view: ChartsView }) {
  const { series } = view.run;
  const charts = useMemo(() => layerCharts(series, network), [series, network]);
  const norms = charts.find(({ key }) => key === `gradient_norm/${network}`);
  return (
    <section aria-label={network} className="flex flex-col gap-4">
      {norms && <LayerHeatmap network={network} layers={norms.lines.length} {...view} />}
      <ChartGrid charts={charts} view={view} />
    </section>
  );
}

const nowhere: Range = [0, 1];

function LayerHeatmap({
  run,
  network,
  layers,
  axis,
  xRange,
  zoom,
  onZoom,
  ...view
}: ChartsView & { network: string; layers: number }) {
  const trpc = useTRPC();
  const { theme } = useTheme();
  const frame = useChartFrame();
  const query = useQuery({
    ...trpc.series.layers.queryOptions({
      runId: run.id,
      network,
      over: axis.over,
      from: zoom?.[0],
      to: zoom?.[1],
      width: 400,
    }),
    enabled: frame.inView,
    placeholderData: keepPreviousData,
  });
  const norms = query.data;
  const ofNetwork = useMemo(
    () => view.episodes.filter(({ series }) => series.split("/")[1] === network),
    [view.episodes, network],
  );
  const read = useMemo(() => (norms ? [norms] : []), [norms]);
  const { place, episodes, guardActions } = usePlaced(read, ofNetwork, run.guardActions);
  const drawing = useMemo(
    () =>
      norms && norms.step.length > 0 && frame.width > 0 && xRange
        ? layerHeatmapFigure({
            norms,
            xRange,
            xTicks: axis.ticks,
            episodes,
            guardMarks: guardActions,
            palette: palettes[theme],
            width: frame.width,
          })
        : null,
    [norms, xRange, axis, episodes, guardActions, theme, frame.width],
  );
  const readout = useCallback(
    (x: number): ReadoutRow[] => {
      if (!norms) return [];
      const after = firstX(norms).findIndex((first) => first > x);
      const column = (after < 0 ? norms.step.length : after) - 1;
      if (column < 0) return [];
      return norms.layers
        .map((label, layer) => ({
          label,
          colour: viridis[4]?.[1] ?? "",
          value: norms.values[layer]?.[column] ?? Number.NaN,
          nonFinite: norms.nonFinite[layer]?.[column] ?? 0,
        }))
        .sort((a, b) => b.value - a.value);
    },
    [norms],
  );
  const notes = useGuardNotes(guardActions, xRange ?? nowhere, frame.width);
  return (
    <Chart
      title={`Gradient norm by layer, ${network}`}
      unit="L2, log colour"
      meaning="Largest norm in each column, before clipping; first layer on top"
      description={
        norms && drawing
          ? describeLayers(norms, axis, describeGuardActions(run.guardActions))
          : `Gradient norms of the layers of the ${network}`
      }
      figure={drawing?.figure ?? null}
      margins={drawing?.margins}
      height={drawing?.height ?? layerHeatmapHeight(layers, guardActions.length > 0)}
      empty={
        query.error?.message ??
        (!norms
          ? ""
          : zoom
            ? "No point in this range. Double-click a chart to see the whole run."
            : `No point has a place over ${axis.name}: choose another axis above`)
      }
      table={() => (norms ? layerTable(norms, axis) : { columns: [], rows: [] })}
      axis={axis}
      place={place}
      xRange={xRange ?? undefined}
      onZoom={onZoom}
      readout={readout}
      notes={notes}
      frame={frame}
    />
  );
}
