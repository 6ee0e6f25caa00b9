import type { CreateExperiment } from "./experiment";
import { guardrailText } from "./guardrail-text";
import type { Guardrail } from "./guardrails";
import type { Intervention } from "./interventions";
import { isUserConfig, type RunConfig, type UserConfig } from "./run-config";
import { workloadConfigs } from "./workloads";

/** The commands that do on the command line what a page does, with only what differs from the defaults. */
export function trainCommand(config: RunConfig): string {
  const { seed, interventions, ...rest } = config;
  const words = ["gradiometer", "train", trained(config)];
  if (interventions.length > 0) words.push("--interventions", armExpression(interventions));
  if (seed !== 0) words.push("--seed", String(seed));
  return [...words, ...settingWords(rest as RunConfig)].join(" ");
}

/** The command that forks a run again: only what differs from its parent. */
export function forkCommand(
  parent: { id: string; config: RunConfig },
  fork: { step: number; config: RunConfig },
): string {
  const words = ["gradiometer", "fork", parent.id, "--at-step", String(fork.step)];
  const arm = armExpression(fork.config.interventions);
  if (arm !== armExpression(parent.config.interventions)) words.push("--interventions", arm);
  const changes = changedSettings(fork.config, parent.config).flatMap((setting) => ["--set", setting]);
  return [...words, ...changes].join(" ");
}

export function compareCommand(
  experiment: Pick<CreateExperiment, "config" | "arms" | "seeds" | "firstSeed">,
): string {
  const arms = experiment.arms
    .map((arm) => armExpression(arm.interventions, arm.guardrails, arm.settings))
    .join(",");
  const words = ["gradiometer", "compare", trained(experiment.config), "--arms", arms];
  words.push("--seeds", String(experiment.seeds));
  if (experiment.firstSeed !== 0) words.push("--first-seed", String(experiment.firstSeed));
  return [...words, ...settingWords(experiment.config)].join(" ");
}

/** A workload by its name, or the module that defines it. */
const trained = (config: RunConfig) =>
  isUserConfig(config) ? (/\s/.test(config.module) ? `"${config.module}"` : config.module) : config.workload;

/**
 * `none`, `clip-global-norm:maxNorm=1+wgan-gp:coefficient=1`, `exploding:stop:severity=warning`,
 * `optimizer.learningRate=0.01`; `parseArmText` reads it.
 */
export function armExpression(
  set: readonly Intervention[],
  guardrails: readonly Guardrail[] = [],
  settings: readonly string[] = [],
): string {
  const parts = set.map(({ name, ...parameters }) =>
    [name, ...Object.entries(parameters).map(([key, value]) => `${key}=${word(value)}`)].join(":"),
  );
  if (guardrails.length > 0) parts.push(word(guardrailText(guardrails)));
  parts.push(...settings);
  return parts.length === 0 ? "none" : parts.join("+");
}

/**
 * `key=value` for each setting that differs from the workload's default, seed and interventions left out; with `base`, from
 * that config instead. A name in a
 * group decides what else is in it (an optimizer, a schedule), so naming another starts from that one's own defaults,
 * and only what differs from those follows: `optimizer.name=sgd`, `optimizer.learningRate=0.05`.
 */
export function changedSettings(config: RunConfig, base?: RunConfig): string[] {
  const { workload } = config;
  const own = isUserConfig(config) ? ownDefaults(config) : {};
  const parse = (more: object): Group => workloadConfigs[workload].parse({ workload, ...own, ...more });
  const defaults: Group = base ?? parse({});
  // A module's own settings are told as they are: what it takes when one is left out, only the module knows. A fork keeps
  // them.
  const changed = isUserConfig(config) && !base ? assignments(config.settings) : [];
  for (const [key, value] of Object.entries<unknown>(config)) {
    if (key === "seed" || key === "interventions" || key === "workload" || madeOf.has(key)) continue;
    const standard = defaults[key];
    if (key === "guardrails") {
      const rules = guardrailText(value as Guardrail[]);
      if (rules !== guardrailText((standard ?? []) as Guardrail[])) changed.push(`guardrails=${word(rules)}`);
    } else if (isGroup(value) && isGroup(standard)) {
      const { name } = value;
      const renamed = name !== standard.name;
      if (renamed) changed.push(`${key}.name=${name}`);
      const base = renamed ? (parse({ [key]: { name } })[key] as Group) : standard;
      for (const [inner, setting] of Object.entries(value))
        if (setting !== base[inner]) changed.push(`${key}.${inner}=${word(setting)}`);
    } else if (value !== standard) changed.push(`${key}=${word(value)}`);
  }
  return changed;
}

/** What a module's run is made of: not to be set. */
const madeOf = new Set(["module", "name", "code", "settings", "defaults"]);

/** What every run of the module starts from. */
const ownDefaults = ({ module, name, code, settings, defaults }: UserConfig) => ({
  ...defaults,
  ...{ module, name, code, settings, defaults },
});

/** `key=value` of each single value, `group.key=value` within groups. */
function assignments(group: Group, prefix = ""): string[] {
  return Object.entries(group).flatMap(([key, value]) =>
    isGroup(value) ? assignments(value, `${prefix}${key}.`) : [`${prefix}${key}=${word(value)}`],
  );
}

type Group = Record<string, unknown>;

const isGroup = (value: unknown): value is Group => typeof value === "object" && value !== null;

function settingWords(config: RunConfig): string[] {
  return changedSettings(config).flatMap((setting) => ["--set", setting]);
}

/** "+" joins interventions, so 1e+21 is written 1e21. */
function word(value: unknown): string {
  return String(value).replaceAll("e+", "e");
}
