"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { RunDetail } from "../../../db/contract/read-models";
import { Chart, useChartFrame } from "../../charts/chart";
import type { EpisodeBand } from "../../charts/episode-shapes";
import type { Range, ReadoutRow } from "../../charts/figure";
import {
  describeLayers,
  LAYER_ROW_PX,
  layerHeatmapFigure,
  layerTable,
} from "../../charts/layer-heatmap-figure";
import { viridis } from "../../charts/viridis";
import { palettes } from "../../format/palette";
import { useTheme } from "../../theme/theme-provider";
import { useTRPC } from "../../trpc/client";
import { EmptyState } from "../ui/empty-state";
import { isLayerSeries, layerChart, layerNetworks } from "./run-charts";
import type { RunState } from "./search-params";
import { SeriesChart } from "./series-chart";

const LINES_PX = 260;

interface LayersProps {
  state: RunState;
  run: RunDetail;
  xRange: Range;
  zoom: Range | null;
  onZoom: (range: Range | null) => void;
  episodes: readonly EpisodeBand[];
}

/** One heat map a network: which layer the gradient grows or dies in, and when. */
export function LayersPanel(props: LayersProps) {
  const networks = useMemo(() => layerNetworks(props.run.series), [props.run.series]);
  if (networks.length === 0)
    return (
      <EmptyState title="No layer norms yet">
        <p>Each layer's gradient norm appears here from the first training step on, one row a layer.</p>
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-6">
      {networks.map((network) => (
        <section key={network} aria-label={network} className="flex flex-col gap-4">
          <LayerHeatmap network={network} {...props} />
          <LayerLines network={network} {...props} />
        </section>
      ))}
    </div>
  );
}

function LayerLines({ run, network, state, ...rest }: LayersProps & { network: string }) {
  const chart = useMemo(() => layerChart(run.series, network), [run.series, network]);
  if (!chart) return null;
  return (
    <SeriesChart
      {...rest}
      runId={run.id}
      chart={chart}
      smoothing={state.smoothing}
      scale={state.scale}
      height={LINES_PX}
    />
  );
}

function LayerHeatmap({ run, network, xRange, zoom, onZoom, episodes }: LayersProps & { network: string }) {
  const trpc = useTRPC();
  const { theme } = useTheme();
  const frame = useChartFrame();
  const query = useQuery({
    ...trpc.series.layers.queryOptions({
      runId: run.id,
      network,
      width: 400,
      fromStep: zoom ? Math.max(0, Math.floor(zoom[0])) : undefined,
      toStep: zoom ? Math.ceil(zoom[1]) : undefined,
    }),
    enabled: frame.inView,
    placeholderData: keepPreviousData,
  });
  const norms = query.data;
  const ofNetwork = useMemo(
    () => episodes.filter(({ series }) => series.split("/")[1] === network),
    [episodes, network],
  );
  const drawing = useMemo(
    () =>
      norms && norms.steps.length > 0 && frame.width > 0
        ? layerHeatmapFigure({
            norms,
            xRange,
            episodes: ofNetwork,
            palette: palettes[theme],
            width: frame.width,
          })
        : null,
    [norms, xRange, ofNetwork, theme, frame.width],
  );
  // The height is known before the data: one row for each layer that the run has.
  const rows = run.series.filter(
    ({ name }) => isLayerSeries(name) && name.startsWith(`gradient_norm/${network}/`),
  ).length;
  const readout = useCallback(
    (step: number): ReadoutRow[] => {
      if (!norms) return [];
      const after = norms.steps.findIndex((first) => first > step);
      const column = (after < 0 ? norms.steps.length : after) - 1;
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
  return (
    <Chart
      title={`Gradient norm by layer, ${network}`}
      unit="L2, log colour"
      meaning="Largest norm in each bucket of steps, before clipping; first layer on top"
      description={
        norms && drawing ? describeLayers(norms) : `Gradient norms of the layers of the ${network}`
      }
      figure={drawing?.figure ?? null}
      margins={drawing?.margins}
      height={drawing?.height ?? rows * LAYER_ROW_PX + 32}
      empty={
        query.error?.message ??
        (norms ? "No point in these steps. Double-click a chart to see the whole run." : "")
      }
      table={() => (norms ? layerTable(norms) : { columns: [], rows: [] })}
      xRange={xRange}
      onZoom={onZoom}
      readout={readout}
      frame={frame}
    />
  );
}
