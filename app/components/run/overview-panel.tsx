"use client";

import { useMemo } from "react";
import type { RunDetail } from "../../../db/contract/read-models";
import type { EpisodeBand } from "../../charts/episode-shapes";
import type { Range } from "../../charts/figure";
import { EmptyState } from "../ui/empty-state";
import { runCharts } from "./run-charts";
import type { RunState } from "./search-params";
import { SeriesChart } from "./series-chart";

/** All charts of a run by group. */
export function OverviewPanel({
  run,
  xRange,
  zoom,
  onZoom,
  state,
  episodes,
}: {
  run: RunDetail;
  xRange: Range;
  zoom: Range | null;
  onZoom: (range: Range | null) => void;
  state: RunState;
  episodes: readonly EpisodeBand[];
}) {
  const groups = useMemo(() => runCharts(run.series), [run.series]);
  if (groups.length === 0)
    return (
      <EmptyState title={run.status === "queued" ? "Waiting for a free trainer" : "No point recorded yet"}>
        <p>
          {run.status === "queued"
            ? "Charts of gradients, losses and samples appear here once it starts; runs start in the order in which they were queued."
            : "Charts of gradients, losses and samples appear here with the first training steps. Loading the backend takes a few seconds."}
        </p>
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-6">
      {groups.map(({ group, charts }) => (
        <section key={group} aria-label={group}>
          <h2 className="mb-1 border-b pb-1 font-semibold">{group}</h2>
          <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,420px),1fr))] gap-x-6 gap-y-4">
            {charts.map((chart) => (
              <SeriesChart
                key={chart.key}
                runId={run.id}
                chart={chart}
                xRange={xRange}
                zoom={zoom}
                onZoom={onZoom}
                smoothing={state.smoothing}
                scale={state.scale}
                episodes={episodes}
                guardActions={run.guardActions}
              />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}
