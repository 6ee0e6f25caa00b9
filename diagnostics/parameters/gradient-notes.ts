import type { defaults as deadRunDefaults } from "../detectors/dead-run";
import type { defaults as explodingDefaults } from "../detectors/exploding-thresholds";
import type { defaults as starvationDefaults } from "../detectors/generator-starvation";
import type { defaults as nonFiniteDefaults } from "../detectors/non-finite";
import type { defaults as vanishingDefaults } from "../detectors/vanishing-thresholds";
import type { NotesOf } from "./parameter";

export const nonFinite: NotesOf<typeof nonFiniteDefaults> = {
  mergeSteps: [
    "steps",
    "Values closer than this are one event: a loss scaler overflows again while it searches.",
  ],
  sustainedPoints: ["points", "So many in a row last: 16 halvings leave a loss scaler no scale to halve."],
};

export const exploding: NotesOf<typeof explodingDefaults> = {
  windowPoints: [
    "points",
    "The past that a norm is compared with: long enough for a steady median, short enough to follow a schedule.",
  ],
  jumpMinPoints: [
    "points",
    "Before so many points the window's scatter is too rough, and only the early test speaks.",
  ],
  jumpZ: [
    "sigma",
    "A jump lies so many robust standard deviations above the log median; with the ratio, .5 to .8 false alarms in 10k points of public logs.",
  ],
  jumpRatio: [
    "times",
    "A jump is also so many times the median; the ratio alone raises 8.7 to 238 false alarms in 10k points.",
  ],
  adversarialRatio: [
    "times",
    "In a pair a jump must be so large: a healthy generator's norm grows 15 times within 50 steps at its start.",
  ],
  sigmaFloor: ["value", "Least scatter of the log norm that is believed; the tightest real runs have .05."],
  witnessedZ: [
    "sigma",
    "Enough for a jump when the loss leaves its scatter with it: heavy tails reach 4, their loss does not.",
  ],
  witnessedRatio: ["times", "Ratio that is enough when the loss leaves its scatter with it."],
  lossSurprise: [
    "sigma",
    "Robust standard deviations by which the loss must leave its level to bear witness.",
  ],
  witnessPoints: [
    "points",
    "The loss may follow the jump by so many points: it is taken before the update does its damage.",
  ],
  learningPoints: [
    "points",
    "A jump while the loss falls counts only if within so many points the gain is lost again.",
  ],
  earlyMinPoints: [
    "points",
    "The early test speaks after so many points: divergences start at steps 4 to 10.",
  ],
  outsetRatio: [
    "times",
    "A run that diverges at once: this multiple of its first norm within 20 points, together with its loss.",
  ],
  outsetLoss: [
    "times",
    "And this multiple of its first loss; no healthy run passes 3.7 times the norm and 1 time the loss together.",
  ],
  midwayRatio: [
    "times",
    "A log that begins midway through a run: this multiple of its first norm, once its loss has risen point by point.",
  ],
  midwayLoss: [
    "times",
    "And this multiple of its first loss: a run that had learned has no first steps to climb in.",
  ],
  midwayRises: ["points", "The loss must have risen at so many points in a row; by chance, one in 24."],
  gapIntervals: [
    "times",
    "After a gap of so many log intervals the norm's past is forgotten: joined excerpts, a far resume.",
  ],
  awayPoints: [
    "points",
    "A spike that clipping caught is worth a warning once the loss has been away for so long.",
  ],
  earlyRatio: [
    "times",
    "Early on, a rise over every level held by this factor; diverging runs reach 100, healthy ones 6.4.",
  ],
  heldRatio: [
    "times",
    "Without the loss as a witness a jump must pass this multiple of the highest level held: a norm that comes back to where it was has not exploded.",
  ],
  heldHalfLife: ["points", "The highest level held is forgotten by half each so many points."],
  adversarialFloor: [
    "value",
    "A norm of a pair below this has hardly begun; healthy ones start at .02 to .6.",
  ],
  driftRatio: [
    "times",
    "Of a slow rise, only what lies above this multiple of the lowest level held adds up.",
  ],
  driftLimit: [
    "nats",
    "What must add up to a drift: 20 points at 12 times the lowest level held, for example.",
  ],
  outLoss: [
    "times",
    "Once the loss is this multiple of the untrained one, the gentler drift test below applies.",
  ],
  outRatio: ["times", "With such a loss, what lies above this multiple of the lowest level adds up."],
  outLimit: ["nats", "With such a loss, what must add up: 10 points at twice the lowest level."],
  anchorPoints: ["points", "Points whose median counts as a level that the run has held."],
  criticAnchorPoints: ["points", "The same for a critic, whose growth begins with its first updates."],
  criticLossRatio: [
    "times",
    "A critic's loss has no bound: it bears witness when it has grown by this factor.",
  ],
  pairLoss: [
    "value",
    "Least size that a pair's loss is taken to begin with: a generator's passes through zero.",
  ],
  backRatio: ["times", "The norm is back once it stays below this multiple of the level it left."],
  mergeSteps: ["steps", "It must stay back for so many steps: closer episodes are one."],
  sustainedPoints: ["points", "So many high points make it critical; real spikes last 1 to 7 steps."],
  clippedSlack: [
    "times",
    "What clipping lets through may pass its limit by this factor, for rounding and adaptive limits.",
  ],
  learnedShare: ["share", "A run had learned something when it removed this share of its untrained loss."],
  leftShare: [
    "share",
    "Less than this share of it left, all is lost: a short spike then has nothing to harm.",
  ],
  newLevelPoints: ["points", "High for so long with the loss no worse, it is a new level and no explosion."],
};

export const vanishing: NotesOf<typeof vanishingDefaults> = {
  collapseRatio: [
    "times",
    "A norm below this share of what it had held has collapsed; clean runs end at .01 to 2.7 of their start.",
  ],
  depthRatio: ["times", "The weakest layer against the strongest; healthy profiles span a factor of 50."],
  youngDepthRatio: [
    "times",
    "The same before 100 points, when the loss cannot yet say whether anything is learned.",
  ],
  zeroPoints: ["points", "So many norms of exactly zero are no level that anything is learned at."],
  fallenShare: [
    "share",
    "A loss that falls by this share beside exact zeros says that the metric is missing.",
  ],
  adversarialLevel: [
    "value",
    "In a pair, a norm below this from its first step on; healthy pairs begin at .02 to .6, weight clipping leaves 3e-4 to 1.5e-3.",
  ],
  absoluteLevel: ["value", "Elsewhere, a norm below this from its first step on: SageMaker's threshold."],
  minSteps: ["steps", "It must last so long: early phases of adversarial runs pass through dips."],
  minPoints: ["points", "And show on as many points as make a level."],
  gainPoints: ["points", "Points over which the loss is asked whether it still gains."],
  leastGainPoints: ["points", "While it is young it is asked over fewer, but no fewer than these."],
  gainShare: ["share", "A gain of this share of its level counts as still learning."],
  learnedShare: ["share", "Removing this share of the untrained loss counts as having learned."],
  convergedShare: [
    "share",
    "A loss at this share of the untrained one has converged: a small gradient is then right.",
  ],
  lostShare: ["share", "This share of what was learned lost again, and a small gradient is no excuse."],
  goodSamples: ["share", "Samples that look real to this share need no more gradient."],
};

export const starvation: NotesOf<typeof starvationDefaults> = {
  normRatio: ["times", "The generator's norm against what it had held."],
  lowest: ["value", "Or below this whatever it had held; healthy generators begin at .02 to .6."],
  confident: ["share", "The discriminator is right on this share: only then does it starve the generator."],
  goodSamples: ["share", "Samples that look real to this share need no more gradient."],
  holdSteps: ["steps", "It must last so long."],
  holdPoints: ["points", "And show on so many points."],
  closeSteps: ["steps", "It is over when it has been away for so long."],
};

export const deadRun: NotesOf<typeof deadRunDefaults> = {
  holdSteps: ["steps", "The gradient must be exactly zero for so long."],
  holdPoints: ["points", "And on so many points."],
  gainShare: ["share", "A loss that gains this share of its level meanwhile says that the run is alive."],
  closeSteps: ["steps", "It is over when the gradient has been back for so long."],
};
