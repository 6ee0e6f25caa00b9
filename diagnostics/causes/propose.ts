import type { InterventionProposal } from "../../db/contract/read-models";
import { ownArm, ownCommand } from "./own-arm";
import type { Remedy } from "./remedy";
import { settingChanges } from "./setting-changes";
import type { TestedRun } from "./tested-run";

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
