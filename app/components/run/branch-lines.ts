import type { BranchReference, BranchSeries } from "../../../db/contract/read-models";
import type { SeriesLine } from "../../charts/series-line";
import { bucketAt } from "../../charts/series-readout";
import { formatStep } from "../../format/number";

/** A branch's line: that of its series, fainter and dashed. */
export interface BranchLine extends SeriesLine {
  branch: BranchReference;
}

/** Drawn in the colours of the lines that took their place. */
export function branchLines(branches: readonly BranchSeries[], lines: readonly SeriesLine[]): BranchLine[] {
  return branches.flatMap(({ branch, data }) => {
    const line = lines.find((one) => one.data.name === data.name);
    if (!line) return [];
    const label = `${line.label}, replaced`;
    return [
      { branch, label, data, colour: line.colour, dash: "dash", width: 1.25, opacity: 0.6, quiet: true },
    ];
  });
}

/** What the faint lines at x are, in a sentence each. */
export function branchNotes(lines: readonly BranchLine[], x: number): string[] {
  const here = lines.filter(({ data }) => bucketAt(data, x) >= 0);
  return [...new Map(here.map(({ branch }) => [branch.id, branch])).values()].map(
    ({ fromStep, lastStep, attempt }) =>
      `Dashed: steps ${formatStep(fromStep)} to ${formatStep(lastStep)} as recorded first; attempt ${attempt} took them back and recorded them anew.`,
  );
}
