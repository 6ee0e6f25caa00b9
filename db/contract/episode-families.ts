import type { EpisodeKind } from "./episode";

/** Kinds of episodes by what goes wrong, in the order in which lists show them. Every kind is in one. */
export const episodeFamilies = [
  {
    name: "gradients",
    title: "Gradients",
    kinds: ["exploding_gradient", "vanishing_gradient", "non_finite", "clip_saturation", "update_ratio"],
  },
  {
    name: "loss",
    title: "Loss",
    kinds: ["loss_divergence", "loss_spike", "plateau", "oscillation", "penalty_dominance"],
  },
  { name: "units", title: "Units", kinds: ["dead_units", "saturation"] },
  {
    name: "adversarial",
    title: "Adversarial pair",
    kinds: [
      "discriminator_overpowering",
      "discriminator_collapse",
      "discriminator_overfitting",
      "generator_starvation",
      "mode_collapse",
    ],
  },
  { name: "run", title: "Run", kinds: ["stalled_run", "dead_run"] },
] as const satisfies { name: string; title: string; kinds: readonly EpisodeKind[] }[];
