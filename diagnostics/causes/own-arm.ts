import { withSettings } from "../../db/contract/arm-settings";
import { parseArmText } from "../../db/contract/arm-text";
import { armExpression, compareCommand } from "../../db/contract/command";
import { refusalsOf } from "../../db/contract/compatibility";
import type { CreateExperiment } from "../../db/contract/experiment";
import type { Guardrail } from "../../db/contract/guardrails";
import type { Intervention } from "../../db/contract/interventions";
import type { RunConfig } from "../../db/contract/run-config";
import type { Remedy, Scalable } from "./remedy";
import { rounded } from "./setting-changes";

/** Fewer pairs of seeds cannot declare a winner between two arms: 2 / 2^6 = .031 < .05. */
const seeds = 6;

/**
 * The whole arm that differs from a run of our trainer by a remedy: the run's own stabilizers, but for those that it replaces,
 * and what it changes. Where they do not go together, the remedy alone. Undefined where nothing is changed, or nothing
 * that this workload takes.
 */
export function ownArm(remedy: Remedy, config: RunConfig): string | undefined {
  const { interventions: added, guardrails } = parseArmText(remedy.add ?? "none");
  const changed = [...added, ...scaledStabilizers(remedy.scale ?? {}, config)];
  const gone = [...(remedy.without ?? []), ...changed.map(({ name }) => name)];
  const kept = config.interventions.filter(({ name }) => !gone.includes(name));
  const settings = [...scaledRates(remedy.scale ?? {}, config), ...settingsThere(remedy.set ?? {}, config)];
  const sets = [[...kept, ...changed], changed, config.interventions];
  return sets
    .filter(
      (set) => isChange(config, set, guardrails, settings) && isTaken(config, set, guardrails, settings),
    )
    .map((set) => armExpression(set, guardrails, settings))[0];
}

/** The command that compares the run's own config with the arm over paired seeds. */
export function ownCommand(config: RunConfig, arm: string): string {
  const arms = [
    { interventions: config.interventions, guardrails: [], settings: [] },
    parseArmText(arm),
  ] as unknown as CreateExperiment["arms"];
  return `npx ${compareCommand({ config: withoutStabilizers(config), arms, seeds, firstSeed: config.seed })}`;
}

const withoutStabilizers = (config: RunConfig): RunConfig => ({ ...config, seed: 0, interventions: [] });

const isChange = (
  config: RunConfig,
  set: readonly Intervention[],
  guardrails: readonly Guardrail[],
  settings: readonly string[],
): boolean =>
  settings.length > 0 || guardrails.length > 0 || armExpression(set) !== armExpression(config.interventions);

function isTaken(
  config: RunConfig,
  interventions: readonly Intervention[],
  guardrails: readonly Guardrail[],
  settings: readonly string[],
): boolean {
  try {
    const changed = withSettings(config, settings);
    return refusalsOf({ ...changed, interventions, guardrails }).length === 0;
  } catch {
    return false;
  }
}

const optimizers: readonly (readonly [setting: string, rate: Scalable])[] = [
  ["optimizer", "learning rate"],
  ["generatorOptimizer", "generator learning rate"],
  ["discriminatorOptimizer", "discriminator learning rate"],
];

function scaledRates(factors: Remedy["scale"] & object, config: RunConfig): string[] {
  return optimizers.flatMap(([setting, own]) => {
    const rate = (valueAt(config, setting) as { learningRate?: number } | undefined)?.learningRate;
    const factor = factors[own] ?? factors["learning rate"];
    return rate === undefined || factor === undefined
      ? []
      : [`${setting}.learningRate=${rounded(rate * factor)}`];
  });
}

/** What says how strong a penalty on a slope, or the decay of weights, is. */
const strengths: Partial<Record<Intervention["name"], readonly [setting: string, what: Scalable]>> = {
  "wgan-gp": ["coefficient", "penalty"],
  "wgan-lp": ["coefficient", "penalty"],
  dragan: ["coefficient", "penalty"],
  r1: ["gamma", "penalty"],
  r2: ["gamma", "penalty"],
  "zero-gp": ["coefficient", "penalty"],
  "input-gradient-penalty": ["coefficient", "penalty"],
  "weight-decay": ["coefficient", "weight decay"],
  "l2-penalty": ["coefficient", "weight decay"],
};

function scaledStabilizers(factors: Remedy["scale"] & object, { interventions }: RunConfig): Intervention[] {
  return interventions.flatMap((one) => {
    const [setting = "", what] = strengths[one.name] ?? [];
    const factor = what && factors[what];
    const strength = (one as Record<string, unknown>)[setting];
    if (factor === undefined || typeof strength !== "number") return [];
    return [{ ...one, [setting]: rounded(strength * factor) } as Intervention];
  });
}

/** Those that the config has and that would not stay as they are. */
function settingsThere(wanted: Remedy["set"] & object, config: RunConfig): string[] {
  return Object.entries(wanted).flatMap(([path, value]) => {
    const now = valueAt(config, path);
    return now === undefined || now === value ? [] : [`${path}=${value}`];
  });
}

const valueAt = (config: RunConfig, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((group, key) => (group as Record<string, unknown> | null | undefined)?.[key], config);
