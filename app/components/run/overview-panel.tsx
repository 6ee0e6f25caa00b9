"use client";

import { useMemo } from "react";
import { EmptyState } from "../ui/empty-state";
import { ChartGrid, type ChartsView } from "./chart-grid";
import { runCharts } from "./run-charts";

/** All charts of a run by group. */
export function OverviewPanel(view: ChartsView) {
  const { run } = view;
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
          <ChartGrid charts={charts} view={view} />
        </section>
      ))}
    </div>
  );
}
