declare module "plotly.js/lib/core" {
  import Plotly from "plotly.js";

  const core: typeof Plotly & { register(modules: unknown[]): void };
  export default core;
}
declare module "plotly.js/lib/bar";
declare module "plotly.js/lib/box";
declare module "plotly.js/lib/heatmap";
declare module "plotly.js/lib/histogram";
