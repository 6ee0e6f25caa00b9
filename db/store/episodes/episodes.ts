import { and, asc, eq, gte, isNotNull, isNull, lte, sql } from "drizzle-orm";
import { type DetectedEpisode, severities } from "../../contract/episode";
import { GradiometerError } from "../../contract/errors";
import type { Database } from "../../database";
import * as schema from "../../schema";
import type { StoredEpisode } from "../../schema/episode";
import { inTransaction } from "../../transaction";
import { nextChange } from "../change-counter";
import { newId } from "../new-id";
import { getRun } from "../runs/find-run";
import { lastAction, reopenWorse } from "./triage-entries";

const { episode } = schema;

export interface EpisodeChange {
  id: string;
  change: "opened" | "updated" | "closed" | "none";
}

/**
 * Stores what a detector reports. The same run, kind, series and first step is the same episode, so a
 * detector that is replayed from the beginning changes nothing. Closing one is final: a replay, which
 * passes through its open state again, does not reopen it. What people decided about it stays, but for one that they
 * put away as less severe than it has become.
 */
export function upsertEpisode(
  db: Database,
  runId: string,
  detected: DetectedEpisode,
  now = Date.now(),
): EpisodeChange {
  return inTransaction(db, () => {
    const stored = storedAs(db, runId, detected) ?? replacedBy(db, runId, detected);
    if (!stored) {
      getRun(db, runId);
      const id = newId();
      const closedAt = detected.state === "closed" ? now : null;
      db.orm
        .insert(episode)
        .values({ ...detected, id, runId, detectedAt: now, closedAt, change: nextChange(db) })
        .run();
      return { id, change: "opened" };
    }
    const change = changeOf(stored, detected);
    if (change === "none") return { id: stored.id, change };
    db.orm
      .update(episode)
      .set({
        ...detected,
        detectedAt: change === "opened" ? now : stored.detectedAt,
        closedAt: detected.state === "closed" ? (stored.closedAt ?? now) : null,
        abandonedAt: null,
        change: nextChange(db),
      })
      .where(eq(episode.id, stored.id))
      .run();
    if (isWorse(db, stored, detected))
      reopenWorse(
        db,
        { ...stored, ...detected },
        `${detected.severity} now: ${detected.severityReason}`,
        now,
      );
    return { id: stored.id, change };
  });
}

const ofSeries = (runId: string, { kind, series }: DetectedEpisode) =>
  and(eq(episode.runId, runId), eq(episode.kind, kind), eq(episode.series, series));

function storedAs(db: Database, runId: string, detected: DetectedEpisode): StoredEpisode | undefined {
  const identity = and(ofSeries(runId, detected), eq(episode.startStep, detected.startStep));
  return db.orm.select().from(episode).where(identity).get();
}

/**
 * The episode of replaced steps that this one comes back as: a resumed run trains through the same trouble again, but
 * seldom to the step. It keeps its id, and with it what was said of it and that it has alerted.
 */
function replacedBy(db: Database, runId: string, detected: DetectedEpisode): StoredEpisode | undefined {
  return db.orm
    .select()
    .from(episode)
    .where(
      and(
        ofSeries(runId, detected),
        isNotNull(episode.abandonedAt),
        lte(episode.startStep, detected.endStep),
        gte(episode.endStep, detected.startStep),
      ),
    )
    .orderBy(sql`abs(${episode.startStep} - ${detected.startStep})`)
    .get();
}

/** Compared with what whoever put it away saw, not with the report before: a replay passes through all of them again. */
function isWorse(db: Database, { id, triage }: StoredEpisode, { severity }: DetectedEpisode): boolean {
  if (triage !== "acknowledged" && triage !== "resolved") return false;
  const seen = lastAction(db, id)?.severity;
  return seen !== undefined && severities.indexOf(severity) > severities.indexOf(seen);
}

function changeOf(stored: StoredEpisode, detected: DetectedEpisode): EpisodeChange["change"] {
  if (stored.abandonedAt !== null) return "opened";
  if (detected.state === "closed" && stored.state === "open") return "closed";
  if (detected.state === "open" && stored.state === "closed") return "none";
  return isSame(stored, detected) ? "none" : "updated";
}

function isSame(stored: StoredEpisode, detected: DetectedEpisode): boolean {
  return (
    stored.endStep === detected.endStep &&
    stored.alarmStep === detected.alarmStep &&
    stored.peakStep === detected.peakStep &&
    Object.is(stored.peakValue, detected.peakValue) &&
    stored.severity === detected.severity &&
    stored.severityReason === detected.severityReason &&
    JSON.stringify(stored.evidence) === JSON.stringify(detected.evidence)
  );
}

/** Throws "not-found" for an id that no episode has. */
export function getEpisode(db: Database, id: string): StoredEpisode {
  const found = db.orm.select().from(episode).where(eq(episode.id, id)).get();
  if (found) return found;
  throw new GradiometerError(
    "not-found",
    `Expected the id of an episode, got "${id}"; it may have gone with its run; the episodes page lists those there are.`,
  );
}

/** Episodes of a run that a detector may still extend. */
export function openEpisodes(db: Database, runId: string): StoredEpisode[] {
  return db.orm
    .select()
    .from(episode)
    .where(and(eq(episode.runId, runId), eq(episode.state, "open"), isNull(episode.abandonedAt)))
    .orderBy(asc(episode.startStep))
    .all();
}
