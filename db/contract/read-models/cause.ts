/** What would test a hypothesis: change this and nothing else, and see whether the episode is gone. */
export interface InterventionProposal {
  /** In words, for a run of any program. */
  words: string;
  /** Stabilizers and settings as an arm of an experiment here takes them: "clip-global-norm:maxNorm=1", "activation=relu". */
  arm?: string;
  /** Factors of settings by what they are, such as {"learning rate": 0.1}. */
  factors?: Record<string, number>;
}

/** A cause that an episode may have, with its clues: a hypothesis, until an experiment supports it. */
export interface Hypothesis {
  /** Standard term, in the spelling that labelled traces use. */
  cause: string;
  title: string;
  /** Sum of its clues' weights; comparable within one episode only. */
  score: number;
  evidenceFor: string[];
  evidenceAgainst: string[];
  intervention: InterventionProposal;
}
