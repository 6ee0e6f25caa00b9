import type { EpisodeKind } from "./episode";

/** What a kind of episode is called wherever people meet one. */
export const episodeTitles: Record<EpisodeKind, string> = {
  exploding_gradient: "Exploding gradient",
  vanishing_gradient: "Vanishing gradient",
  non_finite: "Non-finite values",
  loss_divergence: "Loss divergence",
  loss_spike: "Loss spike",
  plateau: "Plateau",
  oscillation: "Oscillation",
  dead_units: "Dead units",
  saturation: "Saturation",
  update_ratio: "Update ratio out of range",
  clip_saturation: "Clip saturation",
  penalty_dominance: "Penalty dominance",
  discriminator_overpowering: "Discriminator overpowering",
  discriminator_collapse: "Discriminator collapse",
  discriminator_overfitting: "Discriminator overfitting",
  generator_starvation: "Generator starvation",
  mode_collapse: "Mode collapse",
  stalled_run: "Stalled run",
  dead_run: "Dead run",
};
