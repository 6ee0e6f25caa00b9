/** Thresholds of the three tests for an exploding gradient, each with its reason. */
export const defaults = {
  /** Long enough for a steady median, short enough to follow a schedule; what we measured on public logs. */
  windowPoints: 100,
  /** Below this the window's MAD is too rough to divide by; until then only the early rule speaks. */
  jumpMinPoints: 20,
  /** z and ratio together: .5 false alarms per 10k points on tight runs and .8 on heavy-tailed ones, all sure
   * spikes found; the ratio alone gives 8.7 and 238. */
  jumpZ: 6,
  jumpRatio: 3,
  /** In an adversarial pair each norm follows the other network's moves: a healthy generator's grows x15 within
   * 50 steps when its discriminator begins to learn. */
  adversarialRatio: 10,
  /** The tightest real runs have a log-MAD of .05; below .18 the ratio of 3 decides alone anyway. */
  sigmaFloor: 0.15,

  /** With the loss as a second witness a weaker jump is enough: heavy-tailed runs reach z 4 now and then, but
   * their loss does not leave its scatter at the same moment. */
  witnessedZ: 4,
  witnessedRatio: 4,
  /** Robust standard deviations by which the loss must leave its usual level to bear witness ... */
  lossSurprise: 6,
  /** ... at the jump or so many points later: the loss of a step is taken before its update does the damage. */
  witnessPoints: 2,
  /** A jump while the loss falls is learning setting in, unless within so many points the loss has lost again
   * what it gained. */
  learningPoints: 10,

  /** Divergences start at steps 4-10 with x100; healthy runs reach at most x6.4 over the median so far (42 runs).
   * It must pass every level held so far by as much: some runs fall first and then return. */
  earlyMinPoints: 4,
  earlyRatio: 15,
  /** A run that diverges at once has no past but its first point: this multiple of its norm, ... */
  outsetRatio: 5,
  /** ... and this one of its loss at the same step. Of 76 healthy runs none passed 3.7 and 1 together. */
  outsetLoss: 2,
  /** A log that begins so far from step 0 that the run had learned shows no first steps, in which healthy runs rise by as much:
   * these multiples, ... */
  midwayRatio: 2.5,
  midwayLoss: 1.4,
  /** ... once the loss has risen at so many points in a row; by chance, one in 24. */
  midwayRises: 3,
  /** After a gap of so many intervals the log is that of another stretch, and what came before says little. */
  gapIntervals: 50,
  /** A norm that returns to a level it had held is no explosion: without the loss as a witness a jump must pass
   * this multiple of the highest level held, ... */
  heldRatio: 2,
  /** ... which is forgotten by half each so many points: the first steps of a run are no standard for ever. */
  heldHalfLife: 200,
  /** A network of a pair below this has hardly begun to receive a gradient (healthy ones start at .02-.6): a rise
   * from there is a start, whatever its ratio. */
  adversarialFloor: 0.02,

  /** Drift: only what lies above this multiple of the anchor adds up, ... */
  driftRatio: 4,
  /** ... and must add up to this many nats: e.g. 20 points at 12 times the anchor. */
  driftLimit: 22,
  /** Once the loss is this multiple of the untrained one, what lies above this multiple of the anchor adds up, ... */
  outLoss: 3,
  outRatio: 1.5,
  /** ... to this many nats: e.g. 10 points at twice the anchor. */
  outLimit: 3,
  /** Points whose median is a level that the run has held, and so can be an anchor; ... */
  anchorPoints: 25,
  /** ... fewer for a critic, whose growth begins with its first updates: waiting would anchor it half-way up. */
  criticAnchorPoints: 9,
  /** A critic's loss is an estimate without bound: it bears witness when it has grown by this factor. */
  criticLossRatio: 5,
  /** ... which begins here at least: losses of pairs are of order 1, and a generator's passes through zero. */
  pairLoss: 0.5,

  /** The norm is back when it stays below this multiple of the level it left ... */
  backRatio: 2,
  /** ... for this many steps: closer episodes are one. */
  mergeSteps: 50,
  /** Sustained: this many points above the back ratio. Real spikes last 1-7 steps. */
  sustainedPoints: 20,
  /** Where clipping caught it, the loss of a small batch or two may echo it: away for so long, it is worth a warning. */
  awayPoints: 5,
  /** What clipping lets through is its limit, up to rounding and an adaptive limit's own movement. */
  clippedSlack: 1.1,
  /** A run that had learned so much of its untrained loss, and has less than this share of that left, is lost. */
  learnedShare: 0.3,
  leftShare: 0.1,
  /** High for this long while the loss is no worse than before: a new regime, not an explosion. */
  newLevelPoints: 200,
};

export type ExplodingThresholds = typeof defaults;
