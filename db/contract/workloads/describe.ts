export interface WorkloadDescription {
  title: string;
  summary: string;
  /** What is trained: two networks against each other, one with a loss, or whatever a module's own step does. */
  kind: "gan" | "supervised" | "step";
  /** A vanilla recurrent net, whose recurrent matrix Omega can act on. */
  recurrent?: true;
  /** Makes MNIST's digits, which a classifier can look at. */
  digits?: true;
  /** The network that lists and curves show first: of a GAN the discriminator, where vanishing and exploding begin. */
  network: string;
  /** What an experiment on this workload is decided by, fixed before it starts. */
  outcome: { series: string; lastSteps: number; better: "higher" | "lower"; meaning: string };
}
