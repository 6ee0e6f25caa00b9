import type { PlotRelayoutEvent } from "plotly.js";
import type { PlotlyModule } from "./plotly";

let loading: Promise<{ default: PlotlyModule }> | undefined;

/** One download, begun by the first chart in view; begun anew after a failure. */
export function loadPlotly(): Promise<{ default: PlotlyModule }> {
  loading ??= import("./plotly").catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** The element after Plotly has drawn into it. */
export interface PlotElement extends HTMLDivElement {
  on(event: "plotly_relayout", listener: (change: PlotRelayoutEvent) => void): void;
  on(event: "plotly_doubleclick", listener: () => void): void;
}
