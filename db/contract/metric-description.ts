/** In the order in which the run page shows them. */
export const metricGroups = [
  "Gradients",
  "Weights",
  "Losses",
  "Discriminator",
  "Samples",
  "Clipping",
  "System",
] as const;
export type MetricGroup = (typeof metricGroups)[number];

export interface MetricDescription {
  unit: string;
  meaning: string;
  /** Chart group on the run page. */
  group: MetricGroup;
  /** Axis on which the metric is read by default. */
  scale: "log" | "linear";
}
