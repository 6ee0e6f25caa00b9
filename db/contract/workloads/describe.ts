export interface WorkloadDescription {
  title: string;
  summary: string;
  kind: "gan" | "supervised";
  /** A vanilla recurrent net, whose recurrent matrix Omega can act on. */
  recurrent?: true;
  /** The network that lists and curves show first: of a GAN the discriminator, where vanishing and exploding begin. */
  network: string;
  /** What an experiment on this workload is decided by, fixed before it starts. */
  outcome: { series: string; lastSteps: number; better: "higher" | "lower"; meaning: string };
}
