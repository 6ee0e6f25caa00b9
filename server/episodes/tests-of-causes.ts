import { parseArmText } from "../../db/contract/arm-text";
import { configOfArm } from "../../db/contract/experiment";
import type { CauseTest, Hypothesis } from "../../db/contract/read-models";
import type { RunConfig } from "../../db/contract/run-config";
import { listExperiments } from "../../db/store/experiments/experiments";
import { configHash } from "../../db/store/runs/config-hash";
import { testedRun } from "../../diagnostics/causes/tested-run";
import type { ServerContext } from "../context";
import { type ExperimentRecord, findExperiment } from "../experiments/experiment-record";
import { judgeExperiment } from "../experiments/judge-experiment";

/**
 * The causes with what experiments say of them: the newest one whose control is the run's own config, and of which another arm
 * is what the cause proposes. A cause that none has tested stays as it is.
 */
export function withTests(ctx: ServerContext, config: unknown, causes: readonly Hypothesis[]): Hypothesis[] {
  const { own } = testedRun(config);
  if (!own) return [...causes];
  const experiments = listExperiments(ctx.db)
    .filter(({ workload }) => workload === own.workload)
    .map(({ id }) => findExperiment(ctx, id))
    .filter(({ config, arms: [control] }) => control && isSame(configOfArm(config, control), own));
  return causes.map((cause) => {
    const { arm } = cause.intervention;
    if (arm === undefined) return cause;
    const tested = testIn(ctx, experiments, configOfArm({ ...own, interventions: [] }, parseArmText(arm)));
    return tested ? { ...cause, tested } : cause;
  });
}

function testIn(
  ctx: ServerContext,
  experiments: readonly ExperimentRecord[],
  changed: RunConfig,
): CauseTest | undefined {
  for (const experiment of experiments) {
    const arm = experiment.arms.slice(1).find((one) => isSame(configOfArm(experiment.config, one), changed));
    if (!arm) continue;
    const found = judgeExperiment(ctx, experiment).comparisons.find(({ armId }) => armId === arm.id);
    if (!found) continue;
    const { decision, sentence } = found;
    return { experimentId: experiment.id, experimentName: experiment.name, decision, sentence };
  }
  return undefined;
}

/** But for the seed, which an experiment varies. */
const isSame = (one: RunConfig, other: RunConfig): boolean =>
  configHash({ ...one, seed: 0 }) === configHash({ ...other, seed: 0 });
