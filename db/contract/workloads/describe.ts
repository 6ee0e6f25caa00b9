export interface WorkloadDescription {
  title: string;
  summary: string;
  kind: "gan" | "supervised";
  /** What an experiment on this workload is decided by, fixed before it starts. */
  outcome: { series: string; lastSteps: number; better: "higher" | "lower"; meaning: string };
}
