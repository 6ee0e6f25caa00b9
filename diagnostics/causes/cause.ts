import type { EpisodeKind } from "../../db/contract/episode";
import type { CauseContext } from "./cause-context";

/** One thing that speaks for a cause (weight above 0) or against it (below). A weight of 3 is strong, 1 is a hint. */
export interface Clue {
  weight: number;
  text: string;
}

/** What would test a hypothesis: change this and nothing else, and see whether the episode is gone. */
export interface InterventionProposal {
  /** In words, for a run of any program. */
  words: string;
  /** Stabilizers as an arm of an experiment here takes them, such as "clip-global-norm:maxNorm=1". */
  arm?: string;
  /** Factors of settings by what they are, such as {"learning rate": 0.1}. */
  factors?: Record<string, number>;
}

/** A cause that an episode may have. */
export interface CauseDescription {
  /** Standard term, in the spelling that labelled traces use. */
  id: string;
  title: string;
  explains: readonly EpisodeKind[];
  /** What the run says for and against it; undefined where it cannot be the cause at all. */
  weigh(context: CauseContext): Clue[] | undefined;
  propose(context: CauseContext): InterventionProposal;
}

/** A cause with its clues: a hypothesis, until an experiment supports it. */
export interface Hypothesis {
  cause: string;
  title: string;
  /** Sum of its clues' weights; comparable within one episode only. */
  score: number;
  evidenceFor: string[];
  evidenceAgainst: string[];
  intervention: InterventionProposal;
}

/** A clue where the condition holds, none elsewhere. */
export const clue = (holds: boolean, weight: number, text: string): Clue[] =>
  holds ? [{ weight, text }] : [];
