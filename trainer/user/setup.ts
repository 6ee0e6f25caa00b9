import { GradiometerError } from "../../db/contract/errors";
import type { UserConfig } from "../../db/contract/run-config";
import type { TrainingContext } from "../context";
import { buildNetwork } from "../networks/build";
import type { Network } from "../networks/network";
import type { Random } from "../random";
import type { SettingsOf, SettingsSource, Setup } from "./definition";

/** What a module's `create` is given, and how it used it. What it keeps is a part of the run's state called "user". */
export interface ModuleSetup {
  setup: Setup<SettingsOf<SettingsSource>>;
  /** A network like the one that was built under this name, with weights from `random`. */
  buildAgain(name: string, random: Random): Network;
}

export function setupOf(config: UserConfig, settings: unknown, context: TrainingContext): ModuleSetup {
  const { steps, batchSize, seed } = config;
  const built = new Map<string, Parameters<Setup<unknown>["build"]>>();
  const setup: ModuleSetup["setup"] = {
    settings: settings as SettingsOf<SettingsSource>,
    steps,
    batchSize,
    seed,
    get step() {
      return context.step;
    },
    build(name, inputShape, architecture) {
      built.set(name, [name, inputShape, architecture]);
      return buildNetwork(name, inputShape, architecture, context.random(`init/${name}`));
    },
    random: (name) => context.random(`user/${name}`),
    state: context.state.within("user"),
  };
  return {
    setup,
    buildAgain(name, random) {
      const parts = built.get(name);
      if (!parts)
        throw new GradiometerError(
          "invalid",
          `Another ${name} is needed, and the module made its own otherwise than by setup.build`,
        );
      return buildNetwork(...parts, random).network;
    },
  };
}
