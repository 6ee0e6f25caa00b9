/** Thresholds of the tests for a vanishing gradient, each with its reason. */
export const defaults = {
  /** Clean runs end at .01-2.7 of their start. */
  collapseRatio: 0.01,
  /** Clean profiles span up to a factor of 50 between their layers. */
  depthRatio: 0.01,
  /** While the loss is too young to say what 100 points gain, a profile must be ten times as steep to count. */
  youngDepthRatio: 0.001,
  /** So many points that are exactly zero are no level that anything is learned at. */
  zeroPoints: 5,
  /** Fall of the loss since then, and beyond its scatter, by which the metric is missing and not the gradient. */
  fallenShare: 0.02,
  /** Absolute levels speak only for a run that began below them. Healthy pairs begin at .02-.6 (their losses are
   * of order 1); weight clipping at .01 leaves 3e-4 to 1.5e-3. */
  adversarialLevel: 2e-3,
  /** SageMaker's threshold for the mean gradient. */
  absoluteLevel: 1e-7,
  /** Shorter than this is a dip: early phases of adversarial runs pass through such. */
  minSteps: 50,
  /** As many points as make a level. */
  minPoints: 9,
  /** Points over which the loss is asked whether it gains, fewer while it is young, ... */
  gainPoints: 100,
  /** ... but no fewer than these ... */
  leastGainPoints: 20,
  /** ... and the share of its level that counts as gaining. */
  gainShare: 0.05,
  /** Share of the untrained loss whose removal counts as having learned. */
  learnedShare: 0.1,
  /** Converged: the loss has fallen to this share of the untrained loss; a small gradient is then right. */
  convergedShare: 0.1,
  /** Worse: this share of what was learned has been lost again. */
  lostShare: 0.3,
  /** Samples that look real to this share need no more gradient. */
  goodSamples: 0.5,
};

export type VanishingThresholds = typeof defaults;
