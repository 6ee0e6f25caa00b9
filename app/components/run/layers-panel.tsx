"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { Chart, useChartFrame } from "../../charts/chart";
import type { ReadoutRow } from "../../charts/figure";
import {
  describeLayers,
  layerHeatmapFigure,
  layerHeatmapHeight,
  layerTable,
} from "../../charts/layer-heatmap-figure";
import { viridis } from "../../charts/viridis";
import { palettes } from "../../format/palette";
import { useTheme } from "../../theme/theme-provider";
import { useTRPC } from "../../trpc/client";
import { EmptyState } from "../ui/empty-state";
import { ChartGrid, type ChartsView } from "./chart-grid";
import { describeGuardActions } from "./describe-chart";
import { layerCharts, layerNetworks } from "./layer-charts";
import { useGuardNotes } from "./use-guard-notes";

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

function LayerHeatmap({
  run,
  network,
  layers,
  axis,
  steps,
  episodes,
  ...view
}: ChartsView & { network: string; layers: number }) {
  const { guardActions } = run;
  // Its cells are stretches of steps: over any other axis it shows all of them.
  const overSteps = axis.over === "step";
  const zoom = overSteps ? view.zoom : null;
  const xRange = zoom ?? steps;
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
            guardMarks: guardActions,
            palette: palettes[theme],
            width: frame.width,
          })
        : null,
    [norms, xRange, ofNetwork, guardActions, theme, frame.width],
  );
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
  const notes = useGuardNotes(guardActions, xRange, frame.width);
  return (
    <Chart
      title={`Gradient norm by layer, ${network}`}
      unit={overSteps ? "L2, log colour" : "L2, log colour, over steps"}
      meaning="Largest norm in each bucket of steps, before clipping; first layer on top"
      description={
        norms && drawing
          ? describeLayers(norms, describeGuardActions(guardActions))
          : `Gradient norms of the layers of the ${network}`
      }
      figure={drawing?.figure ?? null}
      margins={drawing?.margins}
      height={drawing?.height ?? layerHeatmapHeight(layers, guardActions.length > 0)}
      empty={
        query.error?.message ??
        (norms ? "No point in these steps. Double-click a chart to see the whole run." : "")
      }
      table={() => (norms ? layerTable(norms) : { columns: [], rows: [] })}
      xRange={xRange}
      onZoom={overSteps ? view.onZoom : undefined}
      readout={readout}
      notes={notes}
      frame={frame}
    />
  );
}
