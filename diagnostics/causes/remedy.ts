import type { InterventionProposal } from "../../db/contract/read-models";
import { ownArm, ownCommand } from "./own-arm";
import { settingChanges } from "./setting-changes";
import type { TestedRun } from "./tested-run";

/** What a factor multiplies, by what it is; "learning rate" is that of every optimizer. */
export const scalables = [
  "learning rate",
  "generator learning rate",
  "discriminator learning rate",
  "penalty",
  "weight decay",
] as const;
export type Scalable = (typeof scalables)[number];

/** What would take a cause away, before it is known which program's settings say so. */
export interface Remedy {
  /** For a run of any program; without its full stop. */
  words: string;
  /** Stabilizers and guardrails to add, as an arm writes them: `clip-global-norm:maxNorm=3`. */
  add?: string;
  /** Names of stabilizers that it takes the place of. */
  without?: readonly string[];
  scale?: Partial<Record<Scalable, number>>;
  /** Settings of our own trainer; those that a run's config does not have are left out. */
  set?: Readonly<Record<string, string | number>>;
}

/**
 * A remedy as a change of one run's config: an arm beside the run's own where our trainer made the run, the settings with
 * their values before and after where another program did. Neither where no setting changes it, as a mislabelled data set.
 */
export function proposalOf(remedy: Remedy, run: TestedRun): InterventionProposal {
  const { words } = remedy;
  if (run.own) {
    const arm = ownArm(remedy, run.own);
    return arm === undefined ? { words } : { words, arm, command: ownCommand(run.own, arm) };
  }
  const changes = settingChanges(remedy.scale ?? {}, run.settings);
  return {
    words,
    ...(remedy.add !== undefined && { arm: remedy.add }),
    ...(changes.length > 0 && { changes }),
  };
}
