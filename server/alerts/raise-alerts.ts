import type { Database } from "../../db/connection";
import type { DetectedEpisode } from "../../db/contract/episode";
import { nextChange } from "../../db/store/change-counter";
import { newId } from "../../db/store/new-id";
import type { Settings } from "../../db/store/settings";
import { episodeTitles } from "../episodes/episode-titles";

/**
 * An episode alerts once when it first meets the rules and once more when it ends; the table's unique
 * index keeps it so, however often the monitor replays. Call it in the transaction that stores the
 * episode's change, so that neither is ever there without the other.
 */
export function raiseAlerts(
  db: Database,
  settings: Settings,
  runId: string,
  episode: DetectedEpisode & { id: string },
): void {
  if (settings.alertSeverities.includes(episode.severity) && settings.alertKinds.includes(episode.kind))
    raise(db, settings.webhookUrl, runId, episode, "opened", episode.evidence.sentence);
  if (episode.state === "closed" && hasOpened(db, episode.id))
    raise(db, settings.webhookUrl, runId, episode, "ended", endingOf(episode));
}

function raise(
  db: Database,
  webhookUrl: string | null,
  runId: string,
  episode: DetectedEpisode & { id: string },
  event: "opened" | "ended",
  sentence: string,
): void {
  const now = Date.now();
  const id = newId();
  const { changes } = db
    .statement(
      `INSERT INTO alert (id, episode_id, run_id, event, severity, title, sentence, start_step, created_at, change)
       VALUES (:id, :episodeId, :runId, :event, :severity, :title, :sentence, :startStep, :now, :change)
       ON CONFLICT (episode_id, event) DO NOTHING`,
    )
    .run({
      id,
      episodeId: episode.id,
      runId,
      event,
      severity: episode.severity,
      title: `${episodeTitles[episode.kind]}${event === "ended" ? " ended" : ""}: ${episode.series}`,
      sentence,
      startStep: episode.startStep,
      now,
      change: nextChange(db),
    });
  if (changes === 0 || webhookUrl === null) return;
  db.statement(
    "INSERT INTO delivery (alert_id, target, state, next_attempt_at) VALUES (?, ?, 'pending', ?)",
  ).run(id, webhookUrl, now);
}

const hasOpened = (db: Database, episodeId: string): boolean =>
  db.statement("SELECT 1 FROM alert WHERE episode_id = ? AND event = 'opened'").get(episodeId) !== undefined;

function endingOf({ startStep, endStep, peakStep, peakValue }: DetectedEpisode): string {
  const steps = endStep - startStep + 1;
  const peak = Number.isFinite(peakValue) ? peakValue.toPrecision(3) : String(peakValue);
  return `Ended at step ${endStep} after ${steps} step${steps === 1 ? "" : "s"}; peak ${peak} at step ${peakStep}`;
}
