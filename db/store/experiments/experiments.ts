import { and, asc, desc, eq, inArray } from "drizzle-orm";
import { GradiometerError } from "../../contract/errors";
import { CreateExperiment, type CreateExperimentInput, configOfArm } from "../../contract/experiment";
import { RunConfig } from "../../contract/run-config";
import { workloads } from "../../contract/workloads";
import type { Database } from "../../database";
import * as schema from "../../schema";
import { durably } from "../../transaction";
import { parseInput } from "../invalid-input";
import { newId } from "../new-id";
import { createRun, requestCancel } from "../runs/runs";
import { enqueueLaunch } from "./launches";

export type StoredExperiment = typeof schema.experiment.$inferSelect;
export type StoredArm = typeof schema.arm.$inferSelect;

/** Creates the experiment, its arms and runs, and queues their launches, all or nothing. */
export function createExperiment(
  db: Database,
  input: CreateExperimentInput,
): { experimentId: string; runIds: string[] } {
  const parsed = parseInput("experiment", CreateExperiment, input);
  return durably(db, () => {
    const experiment: StoredExperiment = {
      id: newId(),
      name:
        parsed.name ||
        `${workloads[parsed.config.workload].title}: ${parsed.arms.map(({ name }) => name).join(" vs. ")}`.slice(
          0,
          120,
        ),
      question: parsed.question ?? "",
      workload: parsed.config.workload,
      source: parsed.source,
      config: { ...parsed.config, seed: 0, interventions: [] },
      seeds: parsed.seeds,
      firstSeed: parsed.firstSeed,
      createdAt: Date.now(),
    };
    db.orm.insert(schema.experiment).values(experiment).run();
    const arms = parsed.arms.map(
      (arm, position): StoredArm => ({
        id: newId(),
        experimentId: experiment.id,
        position,
        name: arm.name,
        interventions: arm.interventions,
        guardrails: arm.guardrails,
        settings: arm.settings,
      }),
    );
    db.orm.insert(schema.arm).values(arms).run();
    const runIds = queueSeeds(db, experiment, arms, parsed.firstSeed, parsed.seeds);
    return { experimentId: experiment.id, runIds };
  });
}

/** Adds seeds after the last one, for all arms alike; returns the new runs. */
export function addSeeds(db: Database, experimentId: string, count: number): string[] {
  if (!Number.isInteger(count) || count < 1 || count > 1000)
    throw new GradiometerError("invalid", `Expected 1 to 1000 further seeds, got ${count}`);
  return durably(db, () => {
    const experiment = getExperiment(db, experimentId);
    db.orm
      .update(schema.experiment)
      .set({ seeds: experiment.seeds + count })
      .where(eq(schema.experiment.id, experimentId))
      .run();
    const arms = listArms(db, experimentId);
    return queueSeeds(db, experiment, arms, experiment.firstSeed + experiment.seeds, count);
  });
}

/** One run per seed and arm, seed by seed: so pairs complete together, and a stopped experiment holds whole pairs. */
function queueSeeds(
  db: Database,
  experiment: StoredExperiment,
  arms: readonly StoredArm[],
  firstSeed: number,
  count: number,
): string[] {
  const runIds: string[] = [];
  for (let seed = firstSeed; seed < firstSeed + count; seed++)
    for (const arm of arms) {
      const config = RunConfig.parse({ ...configOfArm(RunConfig.parse(experiment.config), arm), seed });
      const runId = createRun(db, {
        name: `${arm.name}, seed ${seed}`,
        config,
        experimentId: experiment.id,
        armId: arm.id,
      });
      enqueueLaunch(db, runId);
      runIds.push(runId);
    }
  return runIds;
}

/** Cancels every run that has not ended; returns their ids. */
export function cancelExperiment(db: Database, experimentId: string): string[] {
  return durably(db, () => {
    getExperiment(db, experimentId);
    const open = db.orm
      .select({ id: schema.run.id })
      .from(schema.run)
      .where(
        and(
          eq(schema.run.experimentId, experimentId),
          inArray(schema.run.status, ["queued", "running", "paused", "lost"]),
        ),
      )
      .all();
    for (const { id } of open) requestCancel(db, id);
    return open.map(({ id }) => id);
  });
}

export function getExperiment(db: Database, experimentId: string): StoredExperiment {
  const found = db.orm.select().from(schema.experiment).where(eq(schema.experiment.id, experimentId)).get();
  if (!found)
    throw new GradiometerError(
      "not-found",
      `No experiment "${experimentId}"; list the experiments to see which there are`,
    );
  return found;
}

/** Newest first. */
export function listExperiments(db: Database): StoredExperiment[] {
  return db.orm.select().from(schema.experiment).orderBy(desc(schema.experiment.createdAt)).all();
}

/** The control first. */
export function listArms(db: Database, experimentId: string): StoredArm[] {
  return db.orm
    .select()
    .from(schema.arm)
    .where(eq(schema.arm.experimentId, experimentId))
    .orderBy(asc(schema.arm.position))
    .all();
}
