export interface InterventionDescription {
  /** What it does, in one line, for cards and lists. */
  summary: string;
  source: string;
  /**
   * "any": every workload; "gan": acts on the discriminator or critic, or on what it sees; "supervised": a network with
   * one loss and an input; "recurrent": a vanilla recurrent net with one loss; "digit-gan": a GAN on MNIST.
   */
  appliesTo: "any" | "gan" | "supervised" | "recurrent" | "digit-gan";
}
