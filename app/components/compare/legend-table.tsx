import { X } from "lucide-react";
import Link from "next/link";
import { workloads } from "../../../db/contract/workloads";
import { cx } from "../../format/class-names";
import { formatNumber, formatStep } from "../../format/number";
import { seriesTitle } from "../../format/words";
import { RunState } from "../ui/run-state";
import { EpisodeBadges } from "../ui/severity";
import { type ConfigRow, configRows } from "./config-differences";
import { LineSwatch } from "./line-swatch";
import type { RunGroup } from "./run-groups";

/** Columns of differing settings beyond which the table below serves better. */
const mostSettings = 6;

/** Which line is which run, what differs between them, and how each ended. */
export function LegendTable({
  groups,
  onRemove,
}: {
  groups: readonly RunGroup[];
  onRemove: (runId: string) => void;
}) {
  const runs = groups.flatMap((group) => group.runs.map((run) => ({ run, position: group.position })));
  const settings = configRows(runs.map(({ run }) => run.config))
    .filter((row) => row.differs)
    .slice(0, mostSettings);
  const outcomes = new Set(runs.map(({ run }) => workloads[run.workload].outcome.series));
  const [outcome] = outcomes.size === 1 ? outcomes : [];
  const figures = [
    {
      heading: outcome ? seriesTitle(outcome) : "Outcome",
      of: (index: number) => runs[index]?.run.lastOutcome,
    },
    { heading: "Gradient norm", of: (index: number) => runs[index]?.run.lastGradientNorm },
    { heading: "Loss", of: (index: number) => runs[index]?.run.lastLoss },
  ];
  const right = "h-8 px-3 text-right whitespace-nowrap max-md:h-auto max-md:p-0 max-md:text-left";
  return (
    <div className="relative md:overflow-x-auto">
      <table className="w-full border-collapse text-13 figures max-md:block">
        <thead className="max-md:hidden">
          <tr className="border-b text-left text-muted">
            <th scope="col" className="h-8 pr-3 font-medium">
              Run
            </th>
            <th scope="col" className="px-3 font-medium">
              Step
            </th>
            {settings.map((row) => (
              <th key={row.path} scope="col" className="px-3 font-medium whitespace-nowrap">
                {row.path}
              </th>
            ))}
            {figures.map(({ heading }) => (
              <th
                key={heading}
                scope="col"
                className="px-3 text-right font-medium whitespace-nowrap"
                title="Last value"
              >
                {heading}
              </th>
            ))}
            <th scope="col" className="px-3 font-medium">
              Episodes
            </th>
            <th scope="col">
              <span className="sr-only">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody className="max-md:flex max-md:flex-col">
          {runs.map(({ run, position }, index) => (
            <tr
              key={run.id}
              className="border-b hover:bg-hover max-md:relative max-md:grid max-md:grid-cols-3 max-md:gap-x-3 max-md:gap-y-1.5 max-md:py-2.5"
            >
              <th
                scope="row"
                className="h-8 pr-3 text-left font-medium max-md:col-span-3 max-md:h-auto max-md:pr-8"
              >
                <span className="flex items-center gap-2">
                  <LineSwatch position={position} />
                  <RunState status={run.status} compact />
                  <Link href={`/runs/${run.id}`} prefetch={false} className="truncate hover:underline">
                    {run.name}
                  </Link>
                </span>
              </th>
              <td className="h-8 px-3 whitespace-nowrap max-md:h-auto max-md:p-0">
                <Label>Step</Label>
                {formatStep(run.step)}
                {run.totalSteps > 0 && <span className="text-muted"> / {formatStep(run.totalSteps)}</span>}
              </td>
              {settings.map((row) => (
                <td key={row.path} className="h-8 max-w-64 truncate px-3 max-md:h-auto max-md:p-0">
                  <Label>{row.path}</Label>
                  <Setting row={row} index={index} />
                </td>
              ))}
              {figures.map(({ heading, of }) => (
                <td key={heading} className={right}>
                  <Label>{heading}</Label>
                  <Figure value={of(index)} />
                </td>
              ))}
              <td className="h-8 px-3 max-md:h-auto max-md:p-0">
                <Label>Episodes</Label>
                <EpisodeBadges episodes={run.episodes} />
              </td>
              <td className="w-8 max-md:absolute max-md:top-1.5 max-md:right-0">
                <button
                  type="button"
                  onClick={() => onRemove(run.id)}
                  aria-label={`Remove ${run.name} from the comparison`}
                  title="Remove from the comparison"
                  className="grid size-[26px] place-items-center rounded-md text-muted hover:bg-hover hover:text-text"
                >
                  <X size={14} aria-hidden />
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Label({ children }: { children: React.ReactNode }) {
  return <span className="block truncate text-12 font-normal text-muted md:hidden">{children}</span>;
}

function Setting({ row, index }: { row: ConfigRow; index: number }) {
  const value = row.values[index];
  return value == null ? <span className="text-muted">not set</span> : <span title={value}>{value}</span>;
}

function Figure({ value }: { value: number | null | undefined }) {
  const text = formatNumber(value);
  return <span className={cx(value != null && !Number.isFinite(value) && "text-critical")}>{text}</span>;
}
