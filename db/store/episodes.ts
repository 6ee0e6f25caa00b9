import { and, asc, desc, eq, gte, inArray, isNull } from "drizzle-orm";
import type { Database } from "../connection";
import type { DetectedEpisode } from "../contract/episode";
import { EpisodeFilter } from "../contract/episode-filter";
import { GradiometerError } from "../contract/errors";
import type { EpisodeRow } from "../contract/read-models";
import * as schema from "../schema";
import { inTransaction } from "../transaction";
import { armReference } from "./arm-reference";
import { nextChange } from "./change-counter";
import { getRun } from "./find-run";
import { parseInput } from "./invalid-input";
import { newId } from "./new-id";

const { episode, run, arm, experiment } = schema;
export type StoredEpisode = typeof episode.$inferSelect;

export interface EpisodeChange {
  id: string;
  change: "opened" | "updated" | "closed" | "none";
}

/**
 * Stores what a detector reports. The same run, kind, series and first step is the same episode, so a
 * detector that is replayed from the beginning changes nothing. Closing one is final: a replay, which
 * passes through its open state again, does not reopen it.
 */
export function upsertEpisode(
  db: Database,
  runId: string,
  detected: DetectedEpisode,
  now = Date.now(),
): EpisodeChange {
  return inTransaction(db, () => {
    const identity = and(
      eq(episode.runId, runId),
      eq(episode.kind, detected.kind),
      eq(episode.series, detected.series),
      eq(episode.startStep, detected.startStep),
    );
    const stored = db.orm.select().from(episode).where(identity).get();
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
    return { id: stored.id, change };
  });
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

/** Episodes newest first, by all conditions of the filter together. */
export function listEpisodes(db: Database, input: Partial<EpisodeFilter> = {}): EpisodeRow[] {
  const filter = parseInput("episode filter", EpisodeFilter, input);
  const rows = db.orm
    .select({
      episode,
      runName: run.name,
      workload: run.workload,
      experimentId: experiment.id,
      experimentName: experiment.name,
      armId: arm.id,
      armName: arm.name,
      position: arm.position,
    })
    .from(episode)
    .innerJoin(run, eq(run.id, episode.runId))
    .leftJoin(arm, eq(arm.id, run.armId))
    .leftJoin(experiment, eq(experiment.id, run.experimentId))
    .where(
      and(
        isNull(episode.abandonedAt),
        filter.runIds && inArray(episode.runId, filter.runIds),
        filter.kinds && inArray(episode.kind, filter.kinds),
        filter.severities && inArray(episode.severity, filter.severities),
        filter.states && inArray(episode.state, filter.states),
        filter.workloads && inArray(run.workload, filter.workloads),
        filter.afterStep === undefined ? undefined : gte(episode.endStep, filter.afterStep),
      ),
    )
    .orderBy(desc(episode.detectedAt), desc(episode.startStep))
    .limit(filter.limit)
    .all();
  return rows.map(({ episode: found, runName, workload, ...reference }) => {
    const { abandonedAt: _, change: __, ...row } = found;
    return { ...row, runName, workload, arm: armReference(reference) };
  });
}
