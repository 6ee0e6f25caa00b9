import type { PairedComparison } from "./experiment";

/** What would test a hypothesis: change this and nothing else, and see whether the episode is gone. */
export interface InterventionProposal {
  /** In words, for a run of any program. */
  words: string;
  /**
   * As an arm of an experiment here takes it: "clip-global-norm:maxNorm=1", "optimizer.learningRate=0.01". Of a run of our
   * trainer it is the whole arm, with the stabilizers that the run keeps; of another program's the stabilizer alone.
   */
  arm?: string;
  /** Compares a run of our trainer with that arm over paired seeds, on the command line. */
  command?: string;
  /** Settings of another program's config, by their names there. */
  changes?: SettingChange[];
}

export interface SettingChange {
  setting: string;
  from: number;
  to: number;
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
  /** What an experiment here said of it; undefined where none has tested it. */
  tested?: CauseTest;
}

/** An experiment that compared a run's own config with what a cause proposes. */
export interface CauseTest {
  experimentId: string;
  experimentName: string;
  decision: PairedComparison["decision"];
  /** As the experiment's page says it. */
  sentence: string;
}
