import { GradiometerError } from "../../db/contract/errors";
import type { Intervention } from "../../db/contract/interventions";
import type { RunConfig } from "../../db/contract/run-config";
import type { WorkloadName } from "../../db/contract/workloads";
import type { ServerContext } from "../context";
import { type RunRecord, runColumns, runTables, toRunRecord } from "../runs/run-record";

export interface ArmRecord {
  id: string;
  name: string;
  position: number;
  interventions: Intervention[];
}

/** An experiment with its arms in order and its runs in the order in which they were queued. */
export interface ExperimentRecord {
  id: string;
  name: string;
  question: string;
  workload: WorkloadName;
  source: "demo" | "user";
  config: RunConfig;
  seeds: number;
  firstSeed: number;
  createdAt: number;
  arms: ArmRecord[];
  runs: RunRecord[];
}

type StoredExperiment = Omit<ExperimentRecord, "config" | "arms" | "runs"> & { config: string };
type StoredArm = Omit<ArmRecord, "interventions"> & { interventions: string };

const columns =
  "id, name, question, workload, source, config, seeds, first_seed AS firstSeed, created_at AS createdAt";

/** Newest first. */
export function allExperiments(ctx: ServerContext): ExperimentRecord[] {
  const rows = ctx.db
    .statement(`SELECT ${columns} FROM experiment ORDER BY created_at DESC, rowid DESC`)
    .all() as StoredExperiment[];
  return rows.map((row) => withRuns(ctx, row));
}

export function findExperiment(ctx: ServerContext, id: string): ExperimentRecord {
  const row = ctx.db.statement(`SELECT ${columns} FROM experiment WHERE id = ?`).get(id) as
    | StoredExperiment
    | undefined;
  if (!row)
    throw new GradiometerError(
      "not-found",
      `There is no experiment "${id}"; the experiments page lists all there are.`,
    );
  return withRuns(ctx, row);
}

function withRuns(ctx: ServerContext, stored: StoredExperiment): ExperimentRecord {
  const arms = ctx.db
    .statement("SELECT id, name, position, interventions FROM arm WHERE experiment_id = ? ORDER BY position")
    .all(stored.id) as StoredArm[];
  const runs = ctx.db
    .statement(
      `SELECT ${runColumns} FROM ${runTables} WHERE run.experiment_id = ? ORDER BY run.seed, arm.position`,
    )
    .all(stored.id);
  return {
    ...stored,
    config: JSON.parse(stored.config) as RunConfig,
    arms: arms.map((arm) => ({ ...arm, interventions: JSON.parse(arm.interventions) as Intervention[] })),
    runs: runs.map(toRunRecord),
  };
}
