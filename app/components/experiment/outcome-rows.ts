import type { ArmView, ExperimentDetail, PairedComparison } from "../../../db/contract/read-models";

export interface OutcomeRow {
  arm: ArmView;
  isControl: boolean;
  comparison: PairedComparison | null;
  /** Mean time of one step over the arm's runs, in milliseconds. */
  msPerStep: number | null;
  /** That time divided by the control's: what the stabilizer costs. */
  relativeCost: number | null;
}

export function outcomeRows(experiment: Pick<ExperimentDetail, "arms" | "comparisons">): OutcomeRow[] {
  const arms = [...experiment.arms].sort((a, b) => a.position - b.position);
  const controlTime = arms[0] ? msPerStep(arms[0]) : null;
  return arms.map((arm, index) => {
    const time = msPerStep(arm);
    return {
      arm,
      isControl: index === 0,
      comparison: experiment.comparisons.find((one) => one.armId === arm.id) ?? null,
      msPerStep: time,
      relativeCost: time !== null && controlTime ? time / controlTime : null,
    };
  });
}

/** Runs that have barely started tell the cost of starting; they are left out. */
const fewestSteps = 5;

function msPerStep(arm: ArmView): number | null {
  const times = arm.runs
    .filter((run) => (run.step ?? 0) >= fewestSteps && run.stepsPerSecond !== null && run.stepsPerSecond > 0)
    .map((run) => 1000 / (run.stepsPerSecond as number));
  return times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0) / times.length;
}

export type VerdictState = "running" | "too-few-seeds" | "decided" | "inconclusive" | "no-comparison";

/** What the page's mark beside the verdict says; the words are the server's. */
export function verdictState(experiment: Pick<ExperimentDetail, "comparisons">): VerdictState {
  const decisions = experiment.comparisons.map((one) => one.decision);
  if (decisions.length === 0) return "no-comparison";
  if (decisions.includes("running")) return "running";
  if (decisions.some((one) => one === "better" || one === "worse")) return "decided";
  return decisions.every((one) => one === "too-few-seeds") ? "too-few-seeds" : "inconclusive";
}
