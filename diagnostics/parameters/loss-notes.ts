import type { defaults as clipSaturationDefaults } from "../detectors/clip-saturation";
import type { defaults as deadUnitsDefaults } from "../detectors/dead-units";
import type { defaults as lossDivergenceDefaults } from "../detectors/loss-divergence";
import type { defaults as lossSpikeDefaults } from "../detectors/loss-spike";
import type { defaults as penaltyDefaults } from "../detectors/penalty-dominance";
import type { defaults as plateauDefaults } from "../detectors/plateau";
import type { defaults as saturationDefaults } from "../detectors/saturation";
import type { defaults as stalledDefaults } from "../detectors/stalled-run";
import type { defaults as updateRatioDefaults } from "../detectors/update-ratio";
import type { NotesOf } from "./parameter";

export const lossDivergence: NotesOf<typeof lossDivergenceDefaults> = {
  untrainedRatio: [
    "times",
    "Above the untrained loss nothing is left of what was learned; twice is beyond a batch's luck.",
  ],
  lowestRatio: [
    "times",
    "And so many times the lowest level: a curriculum's step, about 2, does not reach it at once.",
  ],
  holdPoints: ["points", "Points for which it must hold: one bad batch and its echo pass."],
  explodingSteps: [
    "steps",
    "Inside an exploding gradient the loss must stay out so long to be told as well.",
  ],
  explodingPoints: ["points", "And on so many points, where few of these steps are logged."],
  risingRatio: [
    "times",
    "A steady rise is judged above this multiple of the untrained loss; warm-up overshoots by less.",
  ],
  risingLooks: ["points", "Looks in a row that must each be higher; by chance, one in 720."],
  lookPoints: ["points", "Points from one look to the next."],
  criticRatio: [
    "times",
    "A critic's loss against its start; healthy ones stay below 2, unclipped ones pass 12 on their way to 1e3.",
  ],
  criticPoints: ["points", "Points for which a critic's loss must be out."],
  criticCloseSteps: [
    "steps",
    "A critic's loss swings through zero on its way: so short a passage is no end.",
  ],
  closeSteps: ["steps", "It is over when the loss has been back for so long."],
};

export const lossSpike: NotesOf<typeof lossSpikeDefaults> = {
  sigmas: [
    "sigma",
    "Robust standard deviations above the median; heavy-tailed losses of small batches reach 6.",
  ],
  minPoints: ["points", "Points before a scatter is known."],
  closeSteps: ["steps", "Closer spikes are one."],
};

export const plateau: NotesOf<typeof plateauDefaults> = {
  rateRatio: ["times", "The learning rate against its highest; schedules that work end at a hundredth."],
  abruptRatio: ["times", "A rate divided by so much from one point to the next: any gain before it counts."],
  stoodShare: [
    "share",
    "Share of the run for which the loss must have stood: a cosine ends with 4% of its steps at such rates.",
  ],
  gainShare: ["share", "A gain of this share over the last 50 points counts as still learning."],
  goneOnShare: ["share", "A gain of this share since the rate fell counts as having gone on."],
  learnedShare: ["share", "Removing this share of the untrained loss counts as having learned."],
  learnedSigmas: ["sigma", "What was learned must exceed the loss's scatter by so much."],
  lostShare: ["share", "This share of what was learned lost, the loss is back where it began."],
  accuracyLostShare: ["share", "Share of the accuracy's gain that must be lost with it."],
  holdSteps: ["steps", "It must last so long: a step of the schedule may shake the loss."],
  holdPoints: ["points", "And show on so many points."],
  closeSteps: ["steps", "It is over when it has been away for so long."],
};

export const deadUnits: NotesOf<typeof deadUnitsDefaults> = {
  deadShare: ["share", "Share of dead units; healthy networks rest at up to .62, having begun at .46."],
  risen: ["share", "Rise since the start; healthy networks rise by .16 at most."],
  holdSteps: ["steps", "It must last so long."],
  holdPoints: ["points", "And show on so many points."],
  convergedShare: [
    "share",
    "A loss at this share of the untrained one has converged: its units need no gradient.",
  ],
  closeSteps: ["steps", "It is over when it has been away for so long."],
};

export const saturation: NotesOf<typeof saturationDefaults> = {
  saturatedShare: [
    "share",
    "Share of activations at a limit; gates of healthy recurrent nets saturate to a half and more.",
  ],
  holdSteps: ["steps", "It must last so long."],
  holdPoints: ["points", "And show on so many points."],
  closeSteps: ["steps", "It is over when it has been away for so long."],
};

export const updateRatio: NotesOf<typeof updateRatioDefaults> = {
  lowest: [
    "value",
    "Updates smaller than this share of the weights; healthy Adam runs with decayed rates pass 1e-4.",
  ],
  highest: ["value", "Updates larger than this share of the weights: TheDeepChecker's range."],
  holdSteps: ["steps", "It must last so long."],
  holdPoints: ["points", "And show on so many points."],
  closeSteps: ["steps", "It is over when it has been away for so long."],
};

export const clipSaturation: NotesOf<typeof clipSaturationDefaults> = {
  clippedShare: [
    "share",
    "Share of the last points that were clipped: from here on the limit sets the step size.",
  ],
  windowPoints: ["points", "Points over which that share is taken."],
  harmfulCoefficient: [
    "share",
    "Letting through less of the gradient than this makes steps ten times smaller than the rate says.",
  ],
  closeSteps: ["steps", "It is over when it has been away for so long."],
};

export const penalty: NotesOf<typeof penaltyDefaults> = {
  ratio: ["times", "The penalty against what is left of the loss."],
  pairFloor: [
    "value",
    "A smaller loss of a pair says that the two are close, not that nothing is left of the task.",
  ],
  holdSteps: ["steps", "It must last so long."],
  holdPoints: ["points", "And show on so many points."],
  closeSteps: ["steps", "It is over when it has been away for so long."],
};

export const stalled: NotesOf<typeof stalledDefaults> = {
  ratio: ["times", "The time of a step against its usual one."],
  holdPoints: ["points", "So many slow steps in a row: one pause is no stall."],
  windowPoints: ["points", "Steps whose median is the usual time."],
  minPoints: ["points", "Steps before a usual time is known."],
  closeSteps: ["steps", "It is over when steps have been as fast as before for so long."],
};
