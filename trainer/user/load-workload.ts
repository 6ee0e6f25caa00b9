import { GradiometerError } from "../../db/contract/errors";
import type { UserConfig } from "../../db/contract/run-config";
import type { TrainingContext } from "../context";
import type { Workload } from "../workloads/workload";
import type { GanDefinition, StepDefinition, SupervisedDefinition } from "./definition";
import { catchLateFaults } from "./late-faults";
import { type LoadedModule, loadModule } from "./load-module";
import { setupOf } from "./setup";
import { watchTensors } from "./tensor-watch";
import { settingsOf } from "./user-config";
import { userGan } from "./user-gan";
import { userStep } from "./user-step";
import { userSupervised } from "./user-supervised";

/** The workload of a person's own module, every call into which names file and line of what goes wrong. */
export async function loadUserWorkload(config: UserConfig, context: TrainingContext): Promise<Workload> {
  const module = await loadModule(config.module);
  if (module.sha256 !== config.code)
    context.note(`${config.module} has changed since this run was made; it trains as the module is now`);
  // Its data are what its code makes of its settings and the seed.
  context.data ??= {
    generator: config.name,
    parameters: { code: module.sha256, settings: JSON.stringify(config.settings) },
  };
  const workload = createUserWorkload(config, module, context);
  const { code } = module;
  const tensors = watchTensors(code, config.limits.tensorLeak, context.note);
  const late = catchLateFaults(code);
  const { sample } = workload;
  return {
    ...workload,
    step(points) {
      late.rethrow();
      return tensors.during(() => code.run(`step ${context.step} was made`, () => workload.step(points)));
    },
    ...(sample && {
      sample: (points) =>
        tensors.during(() => code.run(`step ${context.step} was judged`, () => sample(points))),
    }),
  };
}

function createUserWorkload(
  config: UserConfig,
  { definition, code }: LoadedModule,
  context: TrainingContext,
): Workload {
  if (config.workload !== `user-${definition.kind}`)
    throw new GradiometerError(
      "invalid",
      `This run was made of a ${config.workload.slice("user-".length)} workload, and ${config.module} now defines one of kind "${definition.kind}"`,
    );
  const made = setupOf(config, settingsOf(config.module, definition, config.settings), context);
  return code.run("create was called", () => {
    switch (config.workload) {
      case "user-supervised":
        return userSupervised(config, definition as SupervisedDefinition, made, code, context);
      case "user-gan":
        return userGan(config, definition as GanDefinition, made, code, context);
      case "user-step":
        return userStep(config, definition as StepDefinition, made, code, context);
    }
  });
}
