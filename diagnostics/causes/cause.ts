import type { EpisodeKind } from "../../db/contract/episode";
import type { CauseContext } from "./cause-context";
import type { Remedy } from "./remedy";

/** One thing that speaks for a cause (weight above 0) or against it (below). A weight of 3 is strong, 1 is a hint. */
export interface Clue {
  weight: number;
  text: string;
}

/** A cause that an episode may have. */
export interface CauseDescription {
  /** Standard term, in the spelling that labelled traces use. */
  id: string;
  title: string;
  explains: readonly EpisodeKind[];
  /** What the run says for and against it; undefined where it cannot be the cause at all. */
  weigh(context: CauseContext): Clue[] | undefined;
  propose(context: CauseContext): Remedy;
}

/** A clue where the condition holds, none elsewhere. */
export const clue = (holds: boolean, weight: number, text: string): Clue[] =>
  holds ? [{ weight, text }] : [];
