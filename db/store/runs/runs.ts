import { eq } from "drizzle-orm";
import { z } from "zod";
import { GradiometerError } from "../../contract/errors";
import { armNameOf } from "../../contract/experiment";
import { RunId, Step } from "../../contract/identifiers";
import { isUserConfig, RunConfig } from "../../contract/run-config";
import type { Database } from "../../database";
import * as schema from "../../schema";
import { durably } from "../../transaction";
import { nextChange, touchRun } from "../change-counter";
import { keepStart } from "../checkpoints/checkpoints";
import { parseInput } from "../invalid-input";
import { newId } from "../new-id";
import { configHash } from "./config-hash";
import { unknownRun } from "./find-run";

export * from "../run-list/list-runs";
export { runSortKeys } from "../run-list/run-order";
export * from "../run-list/run-rows";
export * from "./find-run";
export * from "./run-lifecycle";

const RunName = z.string().trim().min(1, "Give the run a name").max(120);

export const CreateRun = z.object({
  id: RunId.optional(),
  name: RunName.optional(),
  config: RunConfig,
  experimentId: z.string().optional(),
  armId: z.string().optional(),
  /** The config's own steps unless said otherwise. */
  totalSteps: z.number().int().min(1).optional(),
  /** It starts from that run's checkpoint of that step; at 0, as that run did. */
  forkedFrom: z
    .object({
      runId: RunId,
      step: Step,
      /** A run that names the checkpoint, where that run may do so no longer. */
      keptBy: RunId.optional(),
    })
    .optional(),
});
export type CreateRun = z.input<typeof CreateRun>;

/** Creates a queued run and returns its id. It does not enter the launch queue by itself. */
export function createRun(db: Database, input: CreateRun): string {
  const parsed = parseInput("run", CreateRun, input);
  const { id = newId(), name, config, experimentId, armId, totalSteps, forkedFrom } = parsed;
  return durably(db, () => {
    const { changes } = db.orm
      .insert(schema.run)
      .values({
        id,
        name: name ?? runNameOf(config),
        workload: config.workload,
        status: "queued",
        seed: config.seed,
        config,
        configHash: configHash(config),
        interventions: config.interventions,
        experimentId,
        armId,
        totalSteps: totalSteps ?? config.steps,
        createdAt: Date.now(),
        change: nextChange(db),
        forkedFromRunId: forkedFrom?.runId,
        forkedFromStep: forkedFrom?.step,
      })
      .onConflictDoNothing()
      .run();
    if (changes === 0)
      throw new GradiometerError(
        "conflict",
        `A run "${id}" exists already; choose another id, or leave it out`,
      );
    if (forkedFrom && forkedFrom.step > 0) {
      const { runId, step, keptBy = runId } = forkedFrom;
      keepStart(db, id, { runId: keptBy, step });
    }
    return id;
  });
}

/** "ring-gan, wgan-gp, seed 3"; a person's own workload by the name that its module gives it. */
function runNameOf(config: RunConfig): string {
  const workload = isUserConfig(config) ? config.name : config.workload;
  const arm = armNameOf(config.interventions, config.guardrails);
  return [workload, arm, `seed ${config.seed}`].join(", ").slice(0, 120);
}

export function renameRun(db: Database, runId: string, name: string): void {
  const parsed = parseInput("run name", RunName, name);
  durably(db, () => {
    const { changes } = db.orm.update(schema.run).set({ name: parsed }).where(eq(schema.run.id, runId)).run();
    if (changes === 0) throw unknownRun(runId);
    touchRun(db, runId);
  });
}
