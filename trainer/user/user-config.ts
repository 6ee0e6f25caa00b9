import { z } from "zod";
import { GradiometerError } from "../../db/contract/errors";
import {
  UserConfig,
  UserGanConfig,
  UserStepConfig,
  UserSupervisedConfig,
} from "../../db/contract/run-config";
import {
  parseSettings,
  type SettingsContext,
  splitAssignment,
} from "../../db/contract/settings/parse-settings";
import type { SettingsSource, WorkloadDefinition } from "./definition";
import type { LoadedModule } from "./load-module";
import { UserCodeError } from "./user-code-error";

const configs = { supervised: UserSupervisedConfig, gan: UserGanConfig, step: UserStepConfig } as const;

/**
 * The config of a run from `key=value` texts. A key is a setting of the module's own where it has one of that name,
 * else one that every run of its kind has.
 */
export function userConfig(path: string, module: LoadedModule, assignments: readonly string[]): UserConfig {
  const { kind, name, defaults = {} } = module.definition;
  const schema = configs[kind];
  const own = settingsSchema(path, module.definition);
  const ownNames = Object.keys(own.shape);
  const taken = ownNames.find((key) => key in schema.shape);
  if (taken)
    throw new UserCodeError(
      `${path}: a setting cannot be called "${taken}", since every run has one of that name.`,
    );

  const isOwn = (assignment: string) => ownNames.includes(splitAssignment(assignment).path[0] ?? "");
  const settings = parseSettings(own, { of: name, fixed: {} }, assignments.filter(isOwn));
  const fixed = { workload: `user-${kind}`, module: path, name, code: module.sha256, settings, defaults };
  checkDefaults(path, schema as z.ZodType, { of: name, fixed, defaults });
  const config = parseSettings(
    schema as z.ZodType,
    { of: name, fixed, defaults, also: ownNames },
    assignments.filter((assignment) => !isOwn(assignment)),
  );
  return UserConfig.parse(config);
}

/** By themselves, so that what the module says wrong is not taken for the command line's. */
function checkDefaults(path: string, schema: z.ZodType, context: SettingsContext): void {
  try {
    parseSettings(schema, context, []);
  } catch (error) {
    throw new UserCodeError(`${path}: its defaults do not fit. ${(error as Error).message}`);
  }
}

/** The settings that `create` is given: as recorded, checked again by the module's own schema. */
export function settingsOf(path: string, definition: WorkloadDefinition, recorded: unknown): unknown {
  const parsed = settingsSchema(path, definition).safeParse(recorded);
  if (parsed.success) return parsed.data;
  throw new GradiometerError(
    "invalid",
    `The run's settings do not fit ${path} as it is now: ${z.prettifyError(parsed.error)}`,
  );
}

function settingsSchema(path: string, { settings = {} }: { settings?: SettingsSource }): z.ZodObject {
  if (isSchema(settings)) {
    // Whatever was written, an unknown setting is refused.
    if (settings.def.type === "object") return settings.strict();
    throw new UserCodeError(`${path}: expected settings to be a zod object, got a zod ${settings.def.type}.`);
  }
  return z.strictObject(
    Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, plainSetting(path, key, value)])),
  );
}

const isSchema = (settings: SettingsSource): settings is z.ZodObject =>
  "_zod" in settings && typeof settings.safeParse === "function";

function plainSetting(path: string, key: string, value: unknown): z.ZodType {
  if (typeof value === "number") return z.number().default(value);
  if (typeof value === "string") return z.string().default(value);
  if (typeof value === "boolean") return z.boolean().default(value);
  throw new UserCodeError(
    `${path}: expected the default of setting "${key}" to be a number, a text or true or false; for more, give settings as a zod object.`,
  );
}
