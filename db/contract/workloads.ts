import { MnistGanConfig, RingGanConfig, type RunConfig, TemporalOrderRnnConfig } from "./run-config";

export type WorkloadName = RunConfig["workload"];

export interface WorkloadDescription {
  title: string;
  summary: string;
  kind: "gan" | "supervised";
  /** What an experiment on this workload is decided by, fixed before it starts. */
  outcome: { series: string; lastSteps: number; better: "higher" | "lower"; meaning: string };
}

export const workloads: Record<WorkloadName, WorkloadDescription> = {
  "ring-gan": {
    title: "Ring of Gaussians",
    summary:
      "Two small MLPs learn a ring of 8 Gaussians: mode collapse and exploding critics in half a minute",
    kind: "gan",
    outcome: {
      series: "sample/high_quality_share",
      lastSteps: 100,
      better: "higher",
      meaning: "Share of samples within 3 sigma of a mode, mean over the last 100 steps",
    },
  },
  "mnist-gan": {
    title: "MNIST GAN",
    summary: "A small convolutional GAN on the real MNIST digits",
    kind: "gan",
    outcome: {
      series: "sample/sliced_wasserstein",
      lastSteps: 100,
      better: "lower",
      meaning:
        "Sliced Wasserstein distance of 256 samples to 256 held-out digits, mean over the last 100 steps",
    },
  },
  "temporal-order-rnn": {
    title: "Temporal order RNN",
    summary: "A vanilla RNN must remember two symbols over 30 steps (Pascanu 2013): plain SGD explodes",
    kind: "supervised",
    outcome: {
      series: "accuracy",
      lastSteps: 100,
      better: "higher",
      meaning: "Share of sequences classified correctly, mean over the last 100 steps",
    },
  },
};
export const workloadNames = Object.keys(workloads) as WorkloadName[];

export const workloadConfigs = {
  "ring-gan": RingGanConfig,
  "mnist-gan": MnistGanConfig,
  "temporal-order-rnn": TemporalOrderRnnConfig,
} as const;
