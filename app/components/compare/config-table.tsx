import { cx } from "../../format/class-names";
import { configRows } from "./config-differences";
import { LineSwatch } from "./line-swatch";
import type { RunGroup } from "./run-groups";

/** Settings of all runs side by side; those that differ stand out. */
export function ConfigTable({ groups, allKeys }: { groups: readonly RunGroup[]; allKeys: boolean }) {
  const runs = groups.flatMap((group) => group.runs.map((run) => ({ run, position: group.position })));
  const rows = configRows(runs.map(({ run }) => run.config));
  const shown = allKeys ? rows : rows.filter((row) => row.differs);
  if (shown.length === 0)
    return (
      <p className="text-13 text-muted">
        {runs.length < 2
          ? "Add a second run to see which settings differ."
          : "These runs have the same settings throughout, seed included."}
      </p>
    );
  return (
    <div className="relative overflow-x-auto">
      <table className="border-collapse text-13 figures">
        <thead>
          <tr className="border-b text-left">
            <th scope="col" className="sticky left-0 h-8 bg-page pr-4 font-medium text-muted">
              Setting
            </th>
            {runs.map(({ run, position }) => (
              <th key={run.id} scope="col" className="px-3 font-medium">
                <span className="flex max-w-44 items-center gap-2" title={run.name}>
                  <LineSwatch position={position} />
                  <span className="truncate">{run.name}</span>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.path} className="border-b last:border-b-0">
              <th scope="row" className="sticky left-0 h-[30px] bg-page pr-4 text-left font-mono font-normal">
                {row.path}
              </th>
              {row.values.map((value, index) => (
                <td
                  key={runs[index]?.run.id}
                  className={cx(
                    "h-[30px] px-3 font-mono whitespace-nowrap",
                    row.differs && value !== row.values[0] ? "bg-selected" : !row.differs && "text-muted",
                  )}
                >
                  {value ?? <span className="font-sans text-muted">not set</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
