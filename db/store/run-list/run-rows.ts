import { severities } from "../../contract/episode";
import type { RunRow } from "../../contract/read-models";
import { isEnded } from "../../contract/statuses";
import { unresolvedStates } from "../../contract/triage";
import { isWorkloadName } from "../../contract/workloads";
import type { Database } from "../../database";
import { fromColumn } from "../../schema/encoded-number";
import { inSnapshot } from "../../transaction";
import { triageStateText } from "../episodes/triage-state";
import { armReference } from "../experiments/arm-reference";
import { readEpisodeMarks, readSparkline } from "../series/read-sparkline";
import { watchedSeriesSql } from "./watched-series";

/** Rows of the runs asked for, in that order; unknown ids are left out. */
export function getRunRows(db: Database, runIds: readonly string[]): RunRow[] {
  const rows = inSnapshot(db, () =>
    selectRows(db, "WHERE run.id IN (SELECT value FROM json_each(?))", [JSON.stringify(runIds)]),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return runIds.map((id) => byId.get(id)).filter((row) => row !== undefined);
}

/** Rows of all runs of an experiment, by arm, then seed. */
export function listExperimentRuns(db: Database, experimentId: string): RunRow[] {
  return inSnapshot(db, () =>
    selectRows(db, "WHERE run.experiment_id = ? ORDER BY arm.position, run.seed, run.rowid", [experimentId]),
  );
}

export const named = `run LEFT JOIN arm ON arm.id = run.arm_id LEFT JOIN experiment ON experiment.id = run.experiment_id`;

export const seriesJoin = (alias: string, which: Parameters<typeof watchedSeriesSql>[0]) =>
  `LEFT JOIN series AS ${alias} ON ${alias}.id = ${watchedSeriesSql(which)}`;

const isUnresolved = `${triageStateText} IN (${unresolvedStates.map((state) => `'${state}'`).join(", ")})`;

export const episodeCounts = `LEFT JOIN (
    SELECT run_id, sum(severity = 'benign') AS benign, sum(severity = 'warning') AS warning,
      sum(severity = 'critical') AS critical, sum(state = 'open') AS open,
      ${severities.map((severity) => `sum(severity = '${severity}' AND ${isUnresolved}) AS ${severity}Unresolved`).join(", ")}
    FROM episode LEFT JOIN muted_kind USING (run_id, kind) WHERE abandoned_at IS NULL GROUP BY run_id
  ) AS episodes ON episodes.run_id = run.id`;

const select = `
  SELECT run.id, run.name, run.workload, run.status, run.message, run.seed, run.interventions, run.backend,
    CASE run.workload WHEN 'external' THEN json_extract(run.config, '$.settings.workload') END AS toldWorkload,
    run.step, run.total_steps AS totalSteps, run.steps_per_second AS stepsPerSecond,
    run.created_at AS createdAt, run.started_at AS startedAt, run.ended_at AS endedAt,
    run.experiment_id AS experimentId, experiment.name AS experimentName,
    arm.id AS armId, arm.name AS armName, arm.position,
    coalesce(episodes.benign, 0) AS benign, coalesce(episodes.warning, 0) AS warning,
    coalesce(episodes.critical, 0) AS critical, coalesce(episodes.open, 0) AS open,
    ${severities.map((severity) => `coalesce(episodes.${severity}Unresolved, 0) AS ${severity}Unresolved`).join(", ")},
    gradient.id AS gradientId, gradient.name AS gradientName, gradient.last_value AS lastGradientNorm,
    loss.last_value AS lastLoss, outcome.last_value AS lastOutcome
  FROM ${named}
  ${episodeCounts}
  ${seriesJoin("gradient", "gradientNorm")}
  ${seriesJoin("loss", "loss")}
  ${seriesJoin("outcome", "outcome")}`;

interface SelectedRow
  extends Omit<
    RunRow,
    "interventions" | "arm" | "episodes" | "sparkline" | "etaMs" | "toldWorkload" | LastValue
  > {
  /** Whatever another program calls so in its config. */
  toldWorkload: unknown;
  interventions: string;
  experimentId: string | null;
  experimentName: string | null;
  armId: string | null;
  armName: string | null;
  position: number | null;
  benign: number;
  warning: number;
  critical: number;
  open: number;
  benignUnresolved: number;
  warningUnresolved: number;
  criticalUnresolved: number;
  gradientId: number | null;
  gradientName: string | null;
  lastGradientNorm: number | "NaN" | null;
  lastLoss: number | "NaN" | null;
  lastOutcome: number | "NaN" | null;
}
type LastValue = "lastGradientNorm" | "lastLoss" | "lastOutcome";

function selectRows(db: Database, tail: string, parameters: unknown[]): RunRow[] {
  const rows = db.statement(`${select} ${tail}`).all(...parameters) as SelectedRow[];
  return rows.map((row) => presentRow(db, row));
}

function presentRow(db: Database, row: SelectedRow): RunRow {
  return {
    id: row.id,
    name: row.name,
    workload: row.workload,
    ...(isWorkloadName(row.toldWorkload) && { toldWorkload: row.toldWorkload }),
    status: row.status,
    message: row.message,
    seed: row.seed,
    arm: armReference(row),
    interventions: JSON.parse(row.interventions),
    backend: row.backend,
    step: row.step,
    totalSteps: row.totalSteps,
    stepsPerSecond: row.stepsPerSecond,
    etaMs: etaMs(row),
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    episodes: {
      ...{ benign: row.benign, warning: row.warning, critical: row.critical, open: row.open },
      unresolved: {
        benign: row.benignUnresolved,
        warning: row.warningUnresolved,
        critical: row.criticalUnresolved,
      },
    },
    sparkline:
      row.gradientId === null || row.gradientName === null
        ? null
        : {
            name: row.gradientName,
            ...readSparkline(db, row.gradientId),
            episodes: row.warning + row.critical > 0 ? readEpisodeMarks(db, row.id) : [],
          },
    lastLoss: row.lastLoss === null ? null : fromColumn(row.lastLoss),
    lastGradientNorm: row.lastGradientNorm === null ? null : fromColumn(row.lastGradientNorm),
    lastOutcome: row.lastOutcome === null ? null : fromColumn(row.lastOutcome),
  };
}

function etaMs({ status, step, totalSteps, stepsPerSecond }: SelectedRow): number | null {
  if (isEnded(status) || step === null || totalSteps === 0 || !stepsPerSecond) return null;
  return (1000 * Math.max(0, totalSteps - 1 - step)) / stepsPerSecond;
}
