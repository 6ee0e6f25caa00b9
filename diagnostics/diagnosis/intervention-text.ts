import type { InterventionProposal } from "../../db/contract/read-models";
import { formatFigure } from "../format-figure";

/** What would test a cause, in one sentence without its full stop: in words, then as an arm or as settings of the run's program. */
export function interventionText({ words, arm, changes = [] }: InterventionProposal): string {
  const parts = [
    ...(arm === undefined ? [] : [`arm ${arm}`]),
    ...changes.map(({ setting, from, to }) => `${setting} ${formatFigure(from)} -> ${formatFigure(to)}`),
  ];
  return parts.length === 0 ? words : `${words} (${parts.join("; ")})`;
}
