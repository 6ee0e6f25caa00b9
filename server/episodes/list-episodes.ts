import type { DetectedEpisode, EpisodeFilter, Evidence } from "../../db/contract/episode";
import { decodeNumber, type EncodedNumber } from "../../db/contract/non-finite";
import type { EpisodeRow } from "../../db/contract/read-models";
import type { WorkloadName } from "../../db/contract/workloads";
import { fromColumn } from "../../db/schema/encoded-number";
import type { ServerContext } from "../context";
import { armOf } from "../runs/present-runs";

const columns = `
  episode.id, episode.run_id AS runId, episode.kind, episode.series, episode.start_step AS startStep,
  episode.end_step AS endStep, episode.alarm_step AS alarmStep, episode.peak_step AS peakStep,
  episode.peak_value AS peakValue, episode.severity, episode.severity_reason AS severityReason,
  episode.state, episode.evidence, episode.detected_at AS detectedAt, episode.closed_at AS closedAt,
  run.name AS runName, run.workload, run.experiment_id AS experimentId,
  experiment.name AS experimentName, run.arm_id AS armId, arm.name AS armName, arm.position AS armPosition`;

interface StoredEpisode extends Omit<DetectedEpisode, "peakValue" | "evidence"> {
  id: string;
  runId: string;
  peakValue: number | "NaN";
  evidence: string;
  detectedAt: number;
  closedAt: number | null;
  runName: string;
  workload: WorkloadName;
  experimentId: string | null;
  experimentName: string | null;
  armId: string | null;
  armName: string | null;
  armPosition: number | null;
}

/** Of some runs: by step. Of all: latest first. */
export function listEpisodes(ctx: ServerContext, filter: EpisodeFilter): EpisodeRow[] {
  const where = ["episode.abandoned_at IS NULL"];
  const values: Record<string, string | number> = { limit: filter.limit };
  const among = (column: string, key: string, allowed: readonly string[] | undefined) => {
    if (!allowed) return;
    values[key] = JSON.stringify(allowed);
    where.push(`${column} IN (SELECT value FROM json_each(:${key}))`);
  };
  among("episode.run_id", "runIds", filter.runIds);
  among("episode.kind", "kinds", filter.kinds);
  among("episode.severity", "severities", filter.severities);
  among("episode.state", "states", filter.states);
  if (filter.afterStep !== undefined) {
    values.afterStep = filter.afterStep;
    where.push("episode.end_step > :afterStep");
  }
  const order = filter.runIds
    ? "episode.start_step, episode.series"
    : "episode.detected_at DESC, episode.rowid DESC";
  const rows = ctx.db
    .statement(
      `SELECT ${columns} FROM episode JOIN run ON run.id = episode.run_id
         LEFT JOIN arm ON arm.id = run.arm_id LEFT JOIN experiment ON experiment.id = run.experiment_id
       WHERE ${where.join(" AND ")} ORDER BY ${order} LIMIT :limit`,
    )
    .all(values) as StoredEpisode[];
  return rows.map(toEpisodeRow);
}

function toEpisodeRow(stored: StoredEpisode): EpisodeRow {
  const { experimentId, experimentName, armId, armName, armPosition, ...episode } = stored;
  return {
    ...episode,
    peakValue: fromColumn(stored.peakValue),
    evidence: toEvidence(stored.evidence),
    arm: armOf({ experimentId, experimentName, armId, armName, armPosition }),
  };
}

function toEvidence(json: string): Evidence {
  const { values, ...evidence } = JSON.parse(json) as Omit<Evidence, "values"> & {
    values: Record<string, EncodedNumber>;
  };
  const figures = Object.entries(values).map(([name, value]) => [name, decodeNumber(value)]);
  return { ...evidence, values: Object.fromEntries(figures) as Record<string, number> };
}
