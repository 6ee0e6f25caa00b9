import { existsSync } from "node:fs";
import { GradiometerError } from "../../db/contract/errors";
import {
  isExternalConfig,
  isUserConfig,
  type RunConfig,
  type StoredConfig,
} from "../../db/contract/run-config";

/** The config of a run that can be trained here. Throws for one that another program trains, or whose module is gone. */
export function trainableConfig({ id, config }: { id: string; config: StoredConfig }): RunConfig {
  if (isUserConfig(config) && !existsSync(config.module))
    throw new GradiometerError(
      "invalid",
      `Run "${id}" trains ${config.module}, and there is no such file any more: put the module back there first`,
    );
  if (!isExternalConfig(config)) return config;
  throw new GradiometerError(
    "conflict",
    `Run "${id}" was recorded by another program, which alone can train it: start or resume it there`,
  );
}
