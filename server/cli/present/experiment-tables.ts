import type { ArmView, ExperimentDetail } from "../../../db/contract/read-models";
import { isEnded } from "../../../db/contract/statuses";
import { formatDuration, formatNumber } from "./figures";
import { progressBar } from "./live-lines";
import { type Column, formatTable } from "./table";

/** While it trains: one line for all, then one an arm. */
export function experimentProgressLines(experiment: ExperimentDetail): string[] {
  const runs = experiment.arms.flatMap((arm) => arm.runs);
  const ended = runs.filter(({ status }) => isEnded(status)).length;
  const eta = experiment.etaMs === null ? "" : `  ETA ${formatDuration(experiment.etaMs)}`;
  const head = `${progressBar(experiment.progress)}  ${Math.floor(experiment.progress * 100)} %  ${ended} of ${runs.length} runs${eta}`;
  return [head, ...formatTable(experiment.arms, progressColumns).split("\n")];
}

const progressColumns: Column<ArmView>[] = [
  { title: "arm", cell: ({ name }) => name },
  { title: "progress", cell: (arm) => progressBar(armProgress(arm), 12) },
  {
    title: "ended",
    cell: ({ runs }) => `${runs.filter(({ status }) => isEnded(status)).length}/${runs.length}`,
    align: "right",
  },
  { title: "outcome so far", cell: ({ outcome }) => formatNumber(outcome.mean), align: "right" },
  {
    title: "episodes",
    cell: ({ episodes }) => String(episodes.warning + episodes.critical),
    align: "right",
  },
];

function armProgress({ runs }: ArmView): number {
  const shares = runs.map(({ status, step, totalSteps }) =>
    isEnded(status) ? 1 : totalSteps > 0 ? (step ?? 0) / totalSteps : 0,
  );
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
}

/** At its end: outcome per arm, each arm against the control, and the verdict. */
export function experimentOutcome(experiment: ExperimentDetail): string {
  const { outcomeSeries, outcomeMeaning, outcomeBetter, comparisons, verdict, command } = experiment;
  return [
    `Experiment ${experiment.id}  ${experiment.name}`,
    `Outcome: ${outcomeSeries} (${outcomeBetter} is better). ${outcomeMeaning}.`,
    "",
    formatTable(experiment.arms, outcomeColumns),
    ...(comparisons.length > 0 ? ["", comparisonTable(experiment)] : []),
    "",
    `Verdict: ${verdict}`,
    `Again: ${command}`,
  ].join("\n");
}

/** Each arm against the control, with the decision in words. */
function comparisonTable({ arms, comparisons }: ExperimentDetail): string {
  const nameOf = (id: string) => arms.find((arm) => arm.id === id)?.name ?? id;
  return formatTable(comparisons, [
    {
      title: "against the control",
      cell: ({ armId, controlArmId }) => `${nameOf(armId)} – ${nameOf(controlArmId)}`,
    },
    { title: "difference", cell: ({ meanDifference }) => formatNumber(meanDifference), align: "right" },
    { title: "p", cell: ({ adjustedP, p: plain }) => formatNumber(adjustedP ?? plain), align: "right" },
    { title: "", cell: ({ sentence }) => sentence },
  ]);
}

const outcomeColumns: Column<ArmView>[] = [
  { title: "arm", cell: ({ name }) => name },
  { title: "n", cell: ({ outcome }) => String(outcome.n), align: "right" },
  { title: "mean", cell: ({ outcome }) => formatNumber(outcome.mean), align: "right" },
  {
    title: "95 % interval",
    cell: ({ outcome: { interval } }) =>
      interval ? `${formatNumber(interval.low)} to ${formatNumber(interval.high)}` : "–",
    align: "right",
  },
  { title: "spread", cell: ({ outcome }) => formatNumber(outcome.standardDeviation), align: "right" },
  { title: "failed", cell: ({ outcome }) => String(outcome.failed), align: "right" },
  {
    title: "episodes",
    cell: ({ episodes }) =>
      `${episodes.critical} critical, ${episodes.warning} warning, ${episodes.benign} benign`,
  },
];
