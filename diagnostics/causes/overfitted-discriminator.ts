/** Too little data for the discriminator: it learns the reals by heart (Karras 2020). */
import { type CauseDescription, clue } from "./cause";

export const overfittedDiscriminator: CauseDescription = {
  id: "too_little_data_for_discriminator",
  title: "Too little data for the discriminator",
  explains: ["discriminator_overfitting", "discriminator_overpowering"],
  weigh: ({ episode: { kind, evidence }, beside }) => [
    ...clue(
      kind === "discriminator_overfitting" && evidence.test === "held-out",
      3,
      "held-out reals are taken for fakes",
    ),
    ...clue(
      kind !== "discriminator_overfitting" && beside.has("discriminator_overfitting"),
      1.5,
      "held-out reals are taken for fakes",
    ),
    ...clue(evidence.test === "sign", 1, "it is nearly always sure of the training reals"),
  ],
  propose: () => ({
    words: "Augment what the discriminator sees, consistently on reals and fakes",
    add: "diff-augment",
  }),
};
