import type { Severity } from "../../db/contract/episode";
import { episodeTitles } from "../../db/contract/episode-titles";
import type { EpisodeRow, RunRow } from "../../db/contract/read-models";
import { isEnded } from "../../db/contract/statuses";

/** The monitor's judgement of a run, in one sentence. */
export function runVerdict(
  { status, step, message }: Pick<RunRow, "status" | "step" | "message">,
  episodes: readonly EpisodeRow[],
  retreats = 0,
): string {
  if (status === "queued") return "Waiting for a free trainer slot.";
  if (step === null)
    return isEnded(status)
      ? `Nothing was recorded${message ? `: ${message}` : "."}`
      : "Starting; the first points arrive in a few seconds.";
  const soFar = isEnded(status) ? "" : " so far";
  const caught = episodes.filter(({ severity }) => severity === "benign");
  const harmful = episodes.filter(({ severity }) => severity !== "benign");
  const worst = worstOf(harmful);
  if (!worst && retreats > 0)
    return `No harmful episode in the steps that were kept${soFar}: guardrails went back ${counted(retreats, "time")}.`;
  if (!worst)
    return caught.length === 0
      ? `No episode${soFar}: no gradient left its usual range in ${step} step${step === 1 ? "" : "s"}.`
      : `Nothing harmful${soFar}: ${counted(caught.length, "excursion")} seen, each of them benign (${caught[0]?.severityReason}).`;
  const others = episodes.length - 1;
  const rest =
    (others > 0 ? `; ${counted(others, "other episode")}` : "") +
    (retreats > 0 ? `; guardrails went back ${counted(retreats, "time")}` : "");
  const state = worst.state === "open" ? " and goes on" : "";
  const steps =
    worst.endStep > worst.startStep
      ? `from step ${worst.startStep} to ${worst.endStep}`
      : `at step ${worst.startStep}`;
  return `${episodeTitles[worst.kind]} of ${worst.series} ${steps}${state}: ${worst.evidence.sentence}${rest}.`;
}

const ranks: Record<Severity, number> = { benign: 0, warning: 1, critical: 2 };

/** The gravest; of equals the first, since what follows is often its consequence. */
function worstOf(episodes: readonly EpisodeRow[]): EpisodeRow | undefined {
  let worst: EpisodeRow | undefined;
  for (const episode of episodes)
    if (!worst || ranks[episode.severity] > ranks[worst.severity]) worst = episode;
  return worst;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
