export interface SeriesSummary {
  name: string;
  unit: string;
  meaning: string;
  group: string;
  scale: "log" | "linear";
  count: number;
  nonFinite: number;
  firstStep: number;
  lastStep: number;
  lastValue: number;
  /** Smallest and largest finite value; NaN where there is none. */
  min: number;
  max: number;
  /** How many values gave way to a later one for the same step. */
  replaced: number;
}

/** Buckets in the order of the axis. `exact`: every bucket holds one point. */
export interface SeriesData {
  runId: string;
  name: string;
  exact: boolean;
  /** Points in the asked range. */
  count: number;
  /** First step of each bucket. */
  step: number[];
  lastStep: number[];
  /** Where each bucket begins and ends on another axis than steps. */
  x?: number[];
  lastX?: number[];
  wallTimeMs: number[];
  /** Over the bucket's finite points; NaN where it has none. */
  min: number[];
  max: number[];
  mean: number[];
  first: number[];
  last: number[];
  /** Points of each bucket, and those of them that are not finite. */
  counts: number[];
  nonFinite: number[];
}

/** An orphaned branch: points of a run that a later attempt, or a retreat, took the place of. */
export interface BranchReference {
  id: number;
  /** The attempt that replaced them. */
  attempt: number;
  fromStep: number;
  lastStep: number;
  points: number;
  abandonedAt: number;
}

/** What an orphaned branch holds of one series. */
export interface BranchSeries {
  branch: BranchReference;
  data: SeriesData;
}

/** Smallest and largest value of an axis at which there are points. */
export interface AxisExtent {
  from: number;
  to: number;
}

/** Norms of one network's layers over an axis, for the heat map: rows are layers, first to last. */
export interface LayerNorms {
  layers: string[];
  /** Where each bucket begins and ends, as of a series. */
  step: number[];
  lastStep: number[];
  x?: number[];
  lastX?: number[];
  /** Largest finite value of each bucket, layer x bucket; NaN where there is none. */
  values: number[][];
  nonFinite: number[][];
}
