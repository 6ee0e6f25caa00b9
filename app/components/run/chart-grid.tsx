import type { RunDetail } from "../../../db/contract/read-models";
import type { EpisodeBand } from "../../charts/episode-shapes";
import type { Range } from "../../charts/figure";
import type { XAxis } from "../../charts/x-axis";
import type { RunChart } from "./run-chart";
import type { RunState } from "./search-params";
import { SeriesChart } from "./series-chart";

/** A run, and how all charts of its page show it. */
export interface ChartsView {
  run: RunDetail;
  state: RunState;
  axis: XAxis;
  /** Range of the axis shown; null while it is not known. */
  xRange: Range | null;
  /** The same when zoomed; null when all of it is shown. */
  zoom: Range | null;
  onZoom: (range: Range | null) => void;
  episodes: readonly EpisodeBand[];
}

/** Charts side by side, as many as fit. */
export function ChartGrid({ charts, view }: { charts: readonly RunChart[]; view: ChartsView }) {
  const { run, state, ...shared } = view;
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,420px),1fr))] gap-x-6 gap-y-4">
      {charts.map((chart) => (
        <SeriesChart
          key={chart.key}
          {...shared}
          runId={run.id}
          chart={chart}
          smoothing={state.smoothing}
          scale={state.scale}
          branches={state.branches && run.branches.length > 0}
          guardActions={run.guardActions}
        />
      ))}
    </div>
  );
}
