import type { TriageAction, TriageState } from "../triage";

/** Where people have put an episode. */
export interface Triage {
  state: TriageState;
  /** Why, where a reason was given. */
  reason: string | null;
  /** Who put it there and when; null for one that nobody has touched. */
  author: string | null;
  at: number | null;
  /** True where all of its kind in its run are muted, and it with them. */
  withKind: boolean;
}

/** One thing that somebody did to an episode or said of it. */
export interface TriageEntry {
  id: number;
  action: TriageAction | "comment";
  /** The comment, or the action's reason. */
  text: string | null;
  author: string;
  at: number;
}

/** What became of episodes that an action was asked for. */
export interface TriageResult {
  /** Entries that the action wrote: undoing takes them. */
  entries: number[];
  changed: string[];
  /** Those that were not in a state from which the action leads, each with why. */
  skipped: { id: string; why: string }[];
}

/** How many episodes there are, each count with all conditions of a filter but its own. */
export interface EpisodeTotals {
  byTriage: Record<TriageState, number>;
  byKind: Record<string, number>;
}
