import type { Data, Layout } from "plotly.js";

/** What is drawn: traces, and the layout that differs from the house's. */
export interface Figure {
  data: Partial<Data>[];
  layout: Partial<Layout>;
}

/** What a chart shows, as rows: for the data table behind its button and for CSV. */
export interface ChartTable {
  columns: string[];
  rows: (string | number)[][];
}

/** One line of the list that appears under the crosshair. */
export interface ReadoutRow {
  label: string;
  colour: string;
  /** NaN where there is no finite value. */
  value: number;
  nonFinite: number;
}

export type Range = readonly [number, number];
export type Scale = "log" | "linear";

/** Space around the plot in pixels; fixed, so that charts of a page line up and nothing moves. */
export interface Margins {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export const defaultMargins: Margins = { left: 52, right: 84, top: 8, bottom: 24 };
