import type { DetectedEpisode } from "../../db/contract/episode";
import { episodeTitles } from "../../db/contract/episode-titles";
import { isEnded } from "../../db/contract/statuses";
import type { Database } from "../../db/database";
import { createAlert } from "../../db/store/alerts/alerts";
import { readTriageStates } from "../../db/store/episodes/triage-state";
import { isImported } from "../../db/store/imports/import-position";
import { isJudgedAnew } from "../../db/store/judging/judge-anew";
import { getRun } from "../../db/store/runs/find-run";
import type { Settings } from "../../db/store/settings";

/**
 * An episode alerts once when it first meets the rules and once more when it ends; the table's unique
 * index keeps it so, however often the monitor replays. It does not where somebody knows of it already,
 * because they acknowledged it or muted its kind. Call it in the transaction that stores the episode's
 * change, so that neither is ever there without the other.
 */
export function raiseAlerts(
  db: Database,
  settings: Settings,
  runId: string,
  episode: DetectedEpisode & { id: string },
): void {
  if (isHistory(db, runId) || isJudgedAnew(db, runId)) return;
  const state = readTriageStates(db, [episode.id]).get(episode.id);
  if (state === "open" && meets(settings, episode)) raise(db, settings, runId, episode, "opened");
  if (episode.state === "closed" && state !== "muted" && hasOpened(db, episode.id))
    raise(db, settings, runId, episode, "ended");
}

const meets = ({ alertSeverities, alertKinds }: Settings, { severity, kind }: DetectedEpisode): boolean =>
  alertSeverities.includes(severity) && alertKinds.includes(kind);

/** What was imported after it had ended calls no one. */
const isHistory = (db: Database, runId: string): boolean =>
  isImported(db, runId) && isEnded(getRun(db, runId).status);

function raise(
  db: Database,
  { webhookUrl }: Settings,
  runId: string,
  episode: DetectedEpisode & { id: string },
  event: "opened" | "ended",
): void {
  createAlert(db, {
    episodeId: episode.id,
    runId,
    event,
    severity: episode.severity,
    title: `${episodeTitles[episode.kind]}${event === "ended" ? " ended" : ""}: ${episode.series}`,
    sentence: event === "opened" ? episode.evidence.sentence : endingOf(episode),
    startStep: episode.startStep,
    targets: webhookUrl === null ? [] : [webhookUrl],
  });
}

const hasOpened = (db: Database, episodeId: string): boolean =>
  db.statement("SELECT 1 FROM alert WHERE episode_id = ? AND event = 'opened'").get(episodeId) !== undefined;

function endingOf({ startStep, endStep, peakStep, peakValue }: DetectedEpisode): string {
  const steps = endStep - startStep + 1;
  const peak = Number.isFinite(peakValue) ? peakValue.toPrecision(3) : String(peakValue);
  return `Ended at step ${endStep} after ${steps} step${steps === 1 ? "" : "s"}; peak ${peak} at step ${peakStep}`;
}
