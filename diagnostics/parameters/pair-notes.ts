import type { defaults as collapseDefaults } from "../detectors/discriminator-collapse";
import type { defaults as overfittingDefaults } from "../detectors/discriminator-overfitting";
import type { defaults as overpoweringDefaults } from "../detectors/discriminator-overpowering";
import type { defaults as modeCollapseDefaults } from "../detectors/mode-collapse";
import type { defaults as oscillationDefaults } from "../detectors/oscillation";
import type { NotesOf } from "./parameter";

export const oscillation: NotesOf<typeof oscillationDefaults> = {
  high: ["share", "Upper level of a swing of the accuracy."],
  low: ["share", "Lower level of a swing of the accuracy."],
  passages: ["points", "Passages from one level to the other; healthy pairs make at most 3 in all."],
  withinSteps: ["steps", "Steps within which they must lie."],
  right: ["share", "Mean accuracy at the upper end: above guessing, so that the discriminator has power."],
  goodSamples: ["share", "Samples that look real to this share say that no harm is done."],
  covered: ["share", "A pair that covers this share of the modes circles close enough."],
  normRatio: [
    "times",
    "With the generator's norm below this share of what it had held it is a collapse, not a chase.",
  ],
  holdSteps: ["steps", "It must last so long."],
  closeSteps: ["steps", "It is over when it has been away for so long."],
};

export const overpowering: NotesOf<typeof overpoweringDefaults> = {
  accuracy: [
    "share",
    "The weaker of its accuracies on reals and on fakes: one wrong answer in a batch of 32.",
  ],
  holdSteps: ["steps", "It must last so long; healthy pairs are out of it within 200 steps."],
  holdPoints: ["points", "And show on so many points."],
  goodSamples: ["share", "Samples that look real to this share need no better gradient."],
  closeSteps: ["steps", "It is over when it has been away for so long."],
};

export const collapse: NotesOf<typeof collapseDefaults> = {
  accuracyBand: ["share", "Distance of the mean accuracy from guessing; batches of 64 scatter by .06."],
  normRatio: [
    "times",
    "The generator's norm against what it had held; healthy ones keep at least a seventh.",
  ],
  holdSteps: ["steps", "It must last so long."],
  holdPoints: ["points", "And show on so many points."],
  closeSteps: ["steps", "It is over when it has been away for so long."],
};

export const overfitting: NotesOf<typeof overfittingDefaults> = {
  gap: ["share", "Accuracy on training reals less that on held-out ones."],
  sign: [
    "share",
    "Mean sign of its output on training reals; ADA raises its augmentation at .6, which this leaves time to act.",
  ],
  holdSteps: ["steps", "It must last so long."],
  holdPoints: ["points", "And show on so many points."],
  signPoints: ["points", "The sign alone must show on so many points."],
  closeSteps: ["steps", "It is over when it has been away for so long."],
};

export const modeCollapse: NotesOf<typeof modeCollapseDefaults> = {
  fewModes: ["share", "Share of the modes covered at most, while samples are good."],
  goodSamples: [
    "share",
    "Share of samples that look real: before, a pair still learns and has few modes as well.",
  ],
  goodScores: ["points", "Good scores in a row: one may be luck."],
  untrainedSteps: ["steps", "Steps from the first score on that tell the untrained generator's own place."],
  fewSteps: ["steps", "Few modes must last so long."],
  hadCovered: ["share", "Modes are lost again only where this share had been covered."],
  lostShare: ["times", "Lost: less than this share of the best coverage is left."],
  lostSteps: ["steps", "The loss of modes must last so long."],
  alikeRatio: ["times", "Samples are alike when their distance is below this share of what it was."],
  closeSteps: ["steps", "It is over when it has been away for so long."],
};
