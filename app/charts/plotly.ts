/**
 * The part of Plotly this dashboard draws with, loaded when the first chart comes into view. SVG
 * traces only: WebGL ones need `unsafe-eval`, and twenty of them lose their contexts.
 */
import bar from "plotly.js/lib/bar";
import box from "plotly.js/lib/box";
import Plotly from "plotly.js/lib/core";
import heatmap from "plotly.js/lib/heatmap";
import histogram from "plotly.js/lib/histogram";

// `core` brings scatter.
Plotly.register([bar, box, heatmap, histogram]);

export type PlotlyModule = typeof Plotly;
export default Plotly;
