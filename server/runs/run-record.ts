import type { Environment } from "../../db/contract/events";
import type { Intervention } from "../../db/contract/interventions";
import type { RunConfig } from "../../db/contract/run-config";
import type { RunStatus } from "../../db/contract/statuses";
import type { WorkloadName } from "../../db/contract/workloads";

/** A row of `run` with its arm and experiment, as `runColumns` selects it. */
interface StoredRun {
  id: string;
  name: string;
  workload: WorkloadName;
  status: RunStatus;
  message: string | null;
  seed: number;
  config: string;
  interventions: string;
  environment: string | null;
  backend: string | null;
  attempt: number;
  heartbeatAt: number | null;
  step: number | null;
  stepsPerSecond: number | null;
  totalSteps: number;
  createdAt: number;
  startedAt: number | null;
  endedAt: number | null;
  experimentId: string | null;
  experimentName: string | null;
  armId: string | null;
  armName: string | null;
  armPosition: number | null;
  change: number;
}

export interface RunRecord extends Omit<StoredRun, "config" | "interventions" | "environment"> {
  config: RunConfig;
  interventions: Intervention[];
  environment: Environment | null;
}

export const runColumns = `
  run.id, run.name, run.workload, run.status, run.message, run.seed, run.config, run.interventions,
  run.environment, run.backend, run.attempt, run.heartbeat_at AS heartbeatAt, run.step,
  run.steps_per_second AS stepsPerSecond, run.total_steps AS totalSteps, run.created_at AS createdAt,
  run.started_at AS startedAt, run.ended_at AS endedAt, run.experiment_id AS experimentId,
  experiment.name AS experimentName, run.arm_id AS armId, arm.name AS armName,
  arm.position AS armPosition, run.change`;

export const runTables =
  "run LEFT JOIN arm ON arm.id = run.arm_id LEFT JOIN experiment ON experiment.id = run.experiment_id";

export function toRunRecord(row: unknown): RunRecord {
  const stored = row as StoredRun;
  return {
    ...stored,
    config: JSON.parse(stored.config) as RunConfig,
    interventions: JSON.parse(stored.interventions) as Intervention[],
    environment: stored.environment === null ? null : (JSON.parse(stored.environment) as Environment),
  };
}
