import type { ExperimentDetail } from "../../../db/contract/read-models";
import { cx } from "../../format/class-names";
import { formatNumber } from "../../format/number";
import { formatP } from "../../format/p-value";
import { ArmName } from "../ui/arm-dot";
import { EpisodeBadges } from "../ui/severity";
import { type OutcomeRow, outcomeRows } from "./outcome-rows";

const decisions = {
  better: { word: "better", colour: "text-good" },
  worse: { word: "worse", colour: "text-critical" },
  inconclusive: { word: "inconclusive", colour: "text-muted" },
  "too-few-seeds": { word: "too few seeds", colour: "text-warning" },
  running: { word: "still training", colour: "text-muted" },
} as const;

interface Column {
  key: string;
  heading: string;
  /** What the figures are, for those who meet them first. */
  title?: string;
  right?: boolean;
  cell: (row: OutcomeRow) => React.ReactNode;
}

/** Each arm's outcome over seeds and how it differs from the control's. */
export function OutcomeTable({ experiment }: { experiment: ExperimentDetail }) {
  const rows = outcomeRows(experiment);
  const columns = columnsFor(rows[0]?.arm.name ?? "control");
  return (
    <div className="relative md:overflow-x-auto">
      <table className="w-full border-collapse text-13 figures max-md:block">
        <thead className="max-md:hidden">
          <tr className="border-b text-left text-muted">
            <th scope="col" className="h-8 pr-4 font-medium">
              Arm
            </th>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                title={column.title}
                className={cx(
                  "h-8 px-3 font-medium whitespace-nowrap last:pr-0",
                  column.right && "text-right",
                )}
              >
                {column.heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-md:flex max-md:flex-col max-md:gap-3">
          {rows.map((row) => (
            <tr
              key={row.arm.id}
              className="border-b last:border-b-0 max-md:grid max-md:grid-cols-2 max-md:gap-x-4 max-md:gap-y-1.5 max-md:rounded-md max-md:border! max-md:p-3"
            >
              <th
                scope="row"
                className="h-9 max-w-64 pr-4 text-left font-medium max-md:col-span-2 max-md:h-auto max-md:max-w-full max-md:pr-0"
              >
                <ArmName position={row.arm.position} name={row.arm.name} />
              </th>
              {columns.map((column) => {
                const content = column.cell(row);
                const empty = content === null || content === "" || content === false;
                return (
                  <td
                    key={column.key}
                    className={cx(
                      "h-9 px-3 whitespace-nowrap last:pr-0 max-md:h-auto max-md:px-0 max-md:whitespace-normal",
                      column.right && "md:text-right",
                      empty && "max-md:hidden",
                    )}
                  >
                    <span className="block text-12 text-muted md:hidden">{column.heading}</span>
                    {content}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function columnsFor(controlName: string): Column[] {
  return [
    { key: "n", heading: "n", title: "Runs with an outcome", right: true, cell: ({ arm }) => arm.outcome.n },
    {
      key: "mean",
      heading: "Mean ± sd",
      title: "Mean and standard deviation over seeds",
      right: true,
      cell: ({ arm: { outcome } }) => (
        <>
          {formatNumber(outcome.mean)}
          {outcome.standardDeviation !== null && (
            <span className="text-muted"> ± {formatNumber(outcome.standardDeviation)}</span>
          )}
        </>
      ),
    },
    {
      key: "interval",
      heading: "95 % interval",
      title: "Student's interval of the mean over seeds",
      right: true,
      cell: ({ arm: { outcome } }) => <Interval of={outcome.interval} />,
    },
    {
      key: "difference",
      heading: `Against ${controlName}`,
      title: "Mean paired difference over seeds, with its 95 % interval",
      right: true,
      cell: ({ isControl, comparison }) =>
        isControl ? (
          <span className="text-muted">control</span>
        ) : (
          comparison?.meanDifference != null && (
            <>
              {comparison.meanDifference > 0 && "+"}
              {formatNumber(comparison.meanDifference)}{" "}
              {comparison.interval && (
                <span className="text-muted">
                  (<Interval of={comparison.interval} />)
                </span>
              )}
            </>
          )
        ),
    },
    {
      key: "p",
      heading: "p",
      title: "Exact two-sided sign-flip test over the pairs, Holm-corrected over the arms",
      right: true,
      cell: ({ comparison }) => {
        const p = comparison?.adjustedP ?? comparison?.p;
        return p == null ? "" : formatP(p);
      },
    },
    {
      key: "decision",
      heading: "Decision",
      cell: ({ comparison }) =>
        comparison && (
          <span className={decisions[comparison.decision].colour} title={comparison.sentence}>
            {decisions[comparison.decision].word}
          </span>
        ),
    },
    { key: "episodes", heading: "Episodes", cell: ({ arm }) => <Episodes row={arm.episodes} /> },
    {
      key: "failed",
      heading: "Failed",
      title: "Runs that diverged; they count with the worst outcome",
      right: true,
      cell: ({ arm }) => (
        <span className={arm.outcome.failed > 0 ? "text-critical" : undefined}>
          {arm.outcome.failed} of {arm.runs.length}
        </span>
      ),
    },
    {
      key: "cost",
      heading: "Step time",
      title: "Mean over runs, and how many times the control's",
      right: true,
      cell: ({ msPerStep, relativeCost, isControl }) =>
        msPerStep !== null && (
          <>
            {formatNumber(msPerStep)} ms
            {!isControl && relativeCost !== null && (
              <span className="text-muted"> × {formatNumber(Number(relativeCost.toPrecision(2)))}</span>
            )}
          </>
        ),
    },
  ];
}

function Interval({ of }: { of: { low: number; high: number } | null }) {
  if (!of) return null;
  return (
    <>
      {formatNumber(of.low)} to {formatNumber(of.high)}
    </>
  );
}

function Episodes({ row }: { row: OutcomeRow["arm"]["episodes"] }) {
  const none = row.benign + row.warning + row.critical === 0;
  return none ? <span className="text-muted">none</span> : <EpisodeBadges episodes={row} />;
}
