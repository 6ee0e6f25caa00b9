import { falseAlarmRate, type KindScore } from "../../../diagnostics/backtest/score";
import type { Backtest } from "../../backtest/backtest";
import { formatNumber } from "./figures";
import { type Column, formatTable } from "./table";

/** What one judge said of all runs: a row for each kind with a label or an alarm, then the sums. */
export function backtestTable({ judge, runs, steps, points, score, alarms, ...rest }: Backtest): string {
  const head = `${judge}: ${runs} runs, ${steps} steps, ${points} points`;
  if (!score)
    return [head, alarmTable(alarms), rateLine(alarms, steps), ...leadLines(rest.leadTime)].join("\n");
  const rows = [...score.kinds.filter(({ labels, falseAlarms }) => labels + falseAlarms > 0), score.all];
  return [head, formatTable(rows, scoreColumns), ...footLines({ score, ...rest })].join("\n");
}

const share = (value: number | undefined): string => value?.toFixed(2) ?? "–";

const scoreColumns: Column<KindScore>[] = [
  { title: "kind", cell: ({ kind }) => kind },
  { title: "labels", cell: ({ labels }) => String(labels), align: "right" },
  { title: "found", cell: ({ found }) => String(found), align: "right" },
  { title: "false", cell: ({ falseAlarms }) => String(falseAlarms), align: "right" },
  { title: "missed", cell: ({ missed }) => String(missed), align: "right" },
  { title: "again", cell: ({ duplicates }) => String(duplicates), align: "right" },
  { title: "ignored", cell: ({ ignored }) => String(ignored), align: "right" },
  { title: "precision", cell: ({ precision }) => share(precision), align: "right" },
  { title: "recall", cell: ({ recall }) => share(recall), align: "right" },
  { title: "F1", cell: ({ f1 }) => share(f1), align: "right" },
  { title: "median delay", cell: ({ medianDelay }) => formatNumber(medianDelay), align: "right" },
  { title: "p90", cell: ({ p90Delay }) => formatNumber(p90Delay), align: "right" },
];

function footLines({ score, leadTime }: Pick<Backtest, "score" | "leadTime">): string[] {
  const lines: string[] = [];
  const rate = score?.falseAlarmRate;
  if (score && rate)
    lines.push(
      `False alarms in 10,000 healthy steps: ${formatNumber(rate.value)} (95% interval ${formatNumber(rate.low)} to ${formatNumber(rate.high)}; ${score.cleanRuns} clean runs, ${score.cleanSteps} steps)`,
    );
  return [...lines, ...leadLines(leadTime)];
}

function leadLines({ warned, runs, median }: Backtest["leadTime"]): string[] {
  if (runs === 0) return [];
  const ahead = warned > 0 ? `, the median ${formatNumber(median)} steps ahead` : "";
  return [`Warned before a non-finite loss in ${warned} of ${runs} runs that have one${ahead}`];
}

function alarmTable(alarms: Backtest["alarms"]): string {
  const rows = Object.entries(alarms).sort(([, a], [, b]) => b - a);
  if (rows.length === 0) return "No alarm.";
  return formatTable(rows, [
    { title: "kind", cell: ([kind]) => kind },
    { title: "alarms", cell: ([, count]) => String(count), align: "right" },
  ]);
}

function rateLine(alarms: Backtest["alarms"], steps: number): string {
  const rate = falseAlarmRate(
    Object.values(alarms).reduce((sum, count) => sum + count, 0),
    steps,
  );
  if (!rate) return "No step was replayed.";
  return `Alarms in 10,000 steps: ${formatNumber(rate.value)} (95% interval ${formatNumber(rate.low)} to ${formatNumber(rate.high)}); without labels nobody can say which are right.`;
}

/** Two or more judges beside each other, a row for each kind. */
export function comparisonTable(results: readonly Backtest[]): string {
  const kinds = [...new Set(results.flatMap(kindsOf))];
  const cellsOf = (result: Backtest, kind: string) =>
    [...(result.score?.kinds ?? []), ...(result.score ? [result.score.all] : [])].find(
      (one) => one.kind === kind,
    );
  const columns: Column<string>[] = [{ title: "kind", cell: (kind) => kind }];
  for (const result of results)
    columns.push(
      result.score
        ? {
            title: `${result.judge}: F1 (false)`,
            cell: (kind) => {
              const cell = cellsOf(result, kind);
              return cell ? `${share(cell.f1)} (${cell.falseAlarms})` : "–";
            },
            align: "right",
          }
        : {
            title: `${result.judge}: alarms`,
            cell: (kind) => String(result.alarms[kind] ?? 0),
            align: "right",
          },
    );
  return formatTable(kinds, columns);
}

const kindsOf = ({ score, alarms }: Backtest): string[] =>
  score
    ? [
        ...score.kinds.filter(({ labels, falseAlarms }) => labels + falseAlarms > 0).map(({ kind }) => kind),
        "all",
      ]
    : Object.keys(alarms);
