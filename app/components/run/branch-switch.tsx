import type { BranchReference } from "../../../db/contract/read-models";
import { formatStep, plural } from "../../format/number";

/** Draws what the run recorded and then replaced, resumed from an earlier step. */
export function BranchSwitch({
  branches,
  on,
  onChange,
}: {
  branches: readonly BranchReference[];
  on: boolean;
  onChange: (on: boolean) => void;
}) {
  const points = branches.reduce((sum, branch) => sum + branch.points, 0);
  return (
    <label
      className="flex items-center gap-2"
      title={`${plural(points, "point")} of ${branches
        .map(({ fromStep, lastStep }) => `steps ${formatStep(fromStep)} to ${formatStep(lastStep)}`)
        .join(", ")}, which the run recorded and then replaced`}
    >
      <input
        type="checkbox"
        className="size-4 accent-accent"
        checked={on}
        onChange={(event) => onChange(event.target.checked)}
      />
      Replaced steps
      <span className="text-muted figures">{branches.length}</span>
    </label>
  );
}
