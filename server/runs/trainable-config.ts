import { GradiometerError } from "../../db/contract/errors";
import { isExternalConfig, type RunConfig, type StoredConfig } from "../../db/contract/run-config";

/** The config of a run that can be trained here; a conflict for one that another program trains. */
export function trainableConfig({ id, config }: { id: string; config: StoredConfig }): RunConfig {
  if (!isExternalConfig(config)) return config;
  throw new GradiometerError(
    "conflict",
    `Run "${id}" was recorded by another program, which alone can train it: start or resume it there`,
  );
}
