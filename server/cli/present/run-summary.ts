import { guardrailText } from "../../../db/contract/guardrail-text";
import type { RunDetail } from "../../../db/contract/read-models";
import { episodeColumns } from "./episode-columns";
import { formatDuration, formatNumber } from "./figures";
import { formatTable } from "./table";

/** What a person wants to know of a run at the end of its training or later. */
export function runSummary(run: RunDetail): string {
  const took = run.startedAt !== null ? (run.endedAt ?? Date.now()) - run.startedAt : null;
  const facts: [string, string][] = [
    ["Run", `${run.id}  ${run.name}`],
    ["Status", run.message ? `${run.status}: ${run.message}` : run.status],
    ["Workload", `${run.workload}, seed ${run.seed}`],
    ["Interventions", run.interventions.map(({ name }) => name).join(" + ") || "none"],
    ...(run.config.guardrails.length > 0
      ? [["Guardrails", guardrailText(run.config.guardrails)] as [string, string]]
      : []),
    ...(run.arm
      ? [["Experiment", `${run.arm.experimentName}, arm ${run.arm.armName}`] as [string, string]]
      : []),
    [
      "Steps",
      `${run.step ?? 0}${run.totalSteps > 0 ? ` of ${run.totalSteps}` : ""}${took === 0 ? ", without times" : ` in ${formatDuration(took)}`}`,
    ],
    ...(run.forkedFrom
      ? [
          [
            "Forked from",
            run.forkedFrom.step === 0
              ? `${run.forkedFrom.runId}, from its start`
              : `${run.forkedFrom.runId} after step ${run.forkedFrom.step}; earlier steps are that run's`,
          ] as [string, string],
        ]
      : []),
    ...(run.forks.length > 0 ? [["Forks", forkText(run.forks)] as [string, string]] : []),
    ["Checkpoints", checkpointText(run.checkpoints)],
    ["Backend", run.backend ?? "–"],
    ["Last loss", formatNumber(run.lastLoss)],
    ["Last gradient norm", formatNumber(run.lastGradientNorm)],
    ["Outcome", formatNumber(run.lastOutcome)],
    ["Verdict", run.verdict],
    ...(run.command === null ? [] : [["Again", run.command] as [string, string]]),
  ];
  const lines = [factLines(facts)];
  if (run.episodesList.length > 0) lines.push("", "Episodes", formatTable(run.episodesList, episodeColumns));
  if (run.guardActions.length > 0) lines.push("", "Guardrails", guardTable(run.guardActions));
  return lines.join("\n");
}

function factLines(facts: [string, string][]): string {
  const width = Math.max(...facts.map(([name]) => name.length));
  return facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}

/** The last of many: a run that skips hundreds of steps is known by its count. */
const guardActionsShown = 20;

function guardTable(actions: RunDetail["guardActions"]): string {
  const left = actions.length - guardActionsShown;
  const table = formatTable(actions.slice(-guardActionsShown), [
    { title: "step", cell: ({ step }) => String(step), align: "right" },
    { title: "on", cell: ({ on }) => on },
    { title: "action", cell: ({ action }) => action },
    { title: "why", cell: ({ series, reason }) => `${series}: ${reason}` },
    { title: "what was done", cell: ({ outcome }) => outcome },
  ]);
  return left > 0 ? `${table}\n(and ${left} before)` : table;
}

/** "x1 after step 200, x2 from its start" */
const forkText = (forks: RunDetail["forks"]): string =>
  forks
    .map(({ runId, step }) => `${runId} ${step === 0 ? "from its start" : `after step ${step}`}`)
    .join(", ");

/** "after steps 200, 400, 600; best 400; no longer whole: 600" */
function checkpointText(checkpoints: RunDetail["checkpoints"]): string {
  const steps = [...new Set(checkpoints.map(({ step }) => step))].reverse();
  if (steps.length === 0) return "none";
  const best = checkpoints.find(({ kind }) => kind === "best");
  const gone = steps.filter((at) => checkpoints.some(({ step, isThere }) => step === at && !isThere));
  return [
    `after step${steps.length === 1 ? "" : "s"} ${steps.join(", ")}`,
    ...(best ? [`best ${best.step}`] : []),
    ...(gone.length > 0 ? [`no longer whole: ${gone.join(", ")}`] : []),
  ].join("; ");
}
