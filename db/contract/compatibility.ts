import type { Optimizer } from "./config/optimizer";
import type { Guardrail } from "./guardrails";
import { type Intervention, type InterventionName, interventions } from "./interventions";
import { type WorkloadName, workloads } from "./workloads";

/** "refuse": the set makes no sense; "warn": it can be trained, and hardly does what one expects. */
export interface Finding {
  level: "refuse" | "warn";
  /** One sentence without its full stop: what is wrong with the set, and what to do. */
  reason: string;
}

/** What of a config decides whether a set of interventions makes sense; every run's config is one. */
export interface CompatibilityFacts {
  workload: WorkloadName;
  interventions: readonly Intervention[];
  guardrails?: readonly Guardrail[];
  checkpoints?: { every: number };
  /** Of a GAN. */
  objective?: string;
  generatorNormalization?: string;
  discriminatorNormalization?: string;
  generatorOptimizer?: Optimizer;
  discriminatorOptimizer?: Optimizer;
  /** Of a network with one loss. */
  normalization?: string;
  optimizer?: Optimizer;
  /** Of a recurrent net that offers several. */
  cell?: string;
  batchSize?: number;
  /** Of a GAN that grows. */
  steps?: number;
  stageSteps?: number;
}

/** Everything to be said of a set of interventions on a workload, refusals first. Pure; the page runs it too. */
export function compatibilityOf(facts: CompatibilityFacts): Finding[] {
  const found = [
    ...repetitions(facts),
    ...nowhereToGoBackTo(facts),
    ...strangers(facts),
    ...contradictions(facts),
    ...misfits(facts),
    ...hardlyActing(facts),
    ...unfinishedGrowth(facts),
  ];
  return [...found.filter(isRefusal), ...found.filter((finding) => !isRefusal(finding))];
}

/** Why a set is refused; empty where it can be trained. */
export const refusalsOf = (facts: CompatibilityFacts): string[] =>
  compatibilityOf(facts)
    .filter(isRefusal)
    .map(({ reason }) => reason);

export const warningsOf = (facts: CompatibilityFacts): string[] =>
  compatibilityOf(facts)
    .filter((finding) => !isRefusal(finding))
    .map(({ reason }) => reason);

const isRefusal = ({ level }: Finding) => level === "refuse";
const refuse = (reason: string): Finding => ({ level: "refuse", reason });
const warn = (reason: string): Finding => ({ level: "warn", reason });
const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(" and ");

/** Those of `names` that are in the set. */
function present({ interventions: set }: CompatibilityFacts, names: readonly InterventionName[]) {
  return names.filter((name) => set.some((one) => one.name === name));
}

function nowhereToGoBackTo({ guardrails = [], checkpoints }: CompatibilityFacts): Finding[] {
  const retreat = guardrails.find(({ action }) => action === "retreat");
  if (!retreat || checkpoints?.every !== 0) return [];
  return [
    refuse(
      `The guardrail ${retreat.on}:retreat goes back to a checkpoint, and checkpoints.every 0 takes none; set it to 1 or more`,
    ),
  ];
}

function repetitions({ interventions: set }: CompatibilityFacts): Finding[] {
  const names = set.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return twice.map((name) => refuse(`"${name}" is listed twice; keep one`));
}

/** What acts on something that the workload does not have. */
function strangers({ workload, interventions: set, cell }: CompatibilityFacts): Finding[] {
  const { kind, title, recurrent, digits } = workloads[workload];
  return set.flatMap(({ name }) => {
    const { appliesTo } = interventions[name];
    if (appliesTo === "gan" && kind !== "gan")
      return refuse(
        `"${name}" acts on a discriminator, and ${title} has none; use clipping or "input-gradient-penalty"`,
      );
    if (appliesTo === "digit-gan" && !digits)
      return refuse(
        `"${name}" looks at generated digits through a classifier, and ${title} makes none; use a GAN on MNIST`,
      );
    if (appliesTo === "recurrent" && !recurrent)
      return refuse(`"${name}" acts on a vanilla recurrent net, and ${title} has none; use clipping`);
    if (appliesTo === "recurrent" && cell !== undefined && cell !== "rnn")
      return refuse(
        `"${name}" acts on a vanilla recurrent net, and the cell is "${cell}", which has gates; set cell to rnn or use clipping`,
      );
    if (appliesTo === "supervised" && kind === "gan")
      return refuse(`"${name}" acts on a supervised loss; for a GAN use "wgan-gp" or "r1"`);
    if (appliesTo === "supervised" && kind === "step")
      return refuse(`"${name}" acts on the losses of a batch, which a step of your own keeps to itself`);
    return [];
  });
}

/** Pairs that undo each other, or of which one holds the other. */
const pairs: readonly [InterventionName, InterventionName, Finding["level"], string][] = [
  [
    "weight-clipping",
    "spectral-normalization",
    "refuse",
    "both constrain the same weights, and weights that are divided by their own norm need no limit",
  ],
  ["wgan-gp", "wgan-lp", "refuse", "wgan-lp is wgan-gp without its lower side, on the same lines"],
  ["wgan-gp", "zero-gp", "refuse", "they pull the slope on the same lines to 1 and to 0"],
  ["wgan-lp", "zero-gp", "refuse", "a slope that is pulled to 0 is never above 1"],
  ["dragan", "r1", "refuse", "they pull the slope around real samples to 1 and to 0"],
  ["consistency", "balanced-consistency", "refuse", "balanced-consistency holds consistency already"],
  ["wgan-gp", "r1", "warn", "one pulls slopes to 1 between samples, the other to 0 on real ones"],
  ["wgan-gp", "r2", "warn", "one pulls slopes to 1 between samples, the other to 0 on generated ones"],
  ["wgan-gp", "dragan", "warn", "both pull slopes to 1, in places that overlap; one is enough"],
  ["zero-gp", "r1", "warn", "both pull slopes to 0, in places that meet; one is enough"],
  ["zero-gp", "r2", "warn", "both pull slopes to 0, in places that meet; one is enough"],
  ["weight-decay", "l2-penalty", "warn", "both shrink the same weights; under Adam weight-decay is meant"],
  ["autoclip", "zclip", "warn", "the second sees only norms that the first let through"],
  [
    "spectral-normalization",
    "weight-decay",
    "warn",
    "weights that are divided by their own norm are used the same when they shrink; it only raises the effective rate",
  ],
  [
    "spectral-normalization",
    "l2-penalty",
    "warn",
    "weights that are divided by their own norm are used the same when they shrink; it only raises the effective rate",
  ],
];

function contradictions(facts: CompatibilityFacts): Finding[] {
  return pairs
    .filter(([first, second]) => present(facts, [first, second]).length === 2)
    .map(([first, second, level, why]) => ({
      level,
      reason: `${quoted([first, second])} together: ${why}${level === "refuse" ? "; keep one of them" : ""}`,
    }));
}

const perExamplePenalties: readonly InterventionName[] = [
  "wgan-gp",
  "wgan-lp",
  "dragan",
  "r1",
  "r2",
  "zero-gp",
  "input-gradient-penalty",
];
/** Objectives that a stabilizer was made for, where it means something else under the others. */
const madeFor: Partial<Record<InterventionName, { objectives: readonly string[]; otherwise: string }>> = {
  "wgan-gp": {
    objectives: ["wasserstein"],
    otherwise: "under another objective a slope of 1 has no meaning of its own; r1 is meant there",
  },
  "wgan-lp": {
    objectives: ["wasserstein"],
    otherwise: "under another objective a slope of 1 has no meaning of its own; r1 is meant there",
  },
  "weight-clipping": {
    objectives: ["wasserstein"],
    otherwise: "under another objective scores of ±.01 tell a discriminator next to nothing",
  },
  r1: {
    objectives: ["non-saturating", "minimax", "least-squares", "hinge"],
    otherwise: "under the Wasserstein objective it bounds no slope between data and samples; wgan-gp does",
  },
  r2: {
    objectives: ["non-saturating", "minimax", "least-squares", "hinge"],
    otherwise: "under the Wasserstein objective it bounds no slope between data and samples; wgan-gp does",
  },
  dragan: {
    objectives: ["non-saturating", "minimax"],
    otherwise: "it leaves slopes between data and samples unbounded, which other objectives count on",
  },
};

/** What does not go with the objective or with the network. */
function misfits(facts: CompatibilityFacts): Finding[] {
  const { objective, interventions: set } = facts;
  const found: Finding[] = [];
  const penalties = present(facts, perExamplePenalties);
  const normalization = facts.discriminatorNormalization ?? facts.normalization;
  if (normalization === "batch" && penalties.length > 0)
    found.push(
      refuse(
        `${quoted(penalties)} with batch normalization: it ties the examples of a batch together, and the penalty is on ` +
          "each one's own gradient; use layer normalization or none",
      ),
    );
  const normalizations = [normalization, facts.generatorNormalization];
  if (facts.batchSize === 1 && normalizations.includes("batch"))
    found.push(
      refuse(
        "batchSize 1 with batch normalization: an example less its own mean is 0, so that the network says the same of all; " +
          "set batchSize to 2 or more, or use layer normalization",
      ),
    );
  if (objective === "wasserstein" || objective === "hinge")
    for (const name of present(facts, ["label-smoothing"]))
      found.push(
        refuse(
          `"${name}" smooths labels, and the ${objective} objective has none; use non-saturating or least-squares`,
        ),
      );
  for (const { name } of set) {
    const meant = madeFor[name];
    if (meant && objective !== undefined && !meant.objectives.includes(objective))
      found.push(warn(`"${name}" was made for ${meant.objectives.join(", ")}: ${meant.otherwise}`));
  }
  if (
    present(facts, ["perceptual-loss"]).length > 0 &&
    workloads[facts.workload].outcome.series === "sample/class_accuracy"
  )
    found.push(
      warn(
        '"perceptual-loss" trains for what the same classifier then judges: decide by the sliced Wasserstein distance',
      ),
    );
  if (present(facts, ["omega"]).length > 0 && present(facts, clips).length === 0)
    found.push(
      warn('"omega" keeps errors from vanishing and does not bound them; its authors use it with clipping'),
    );
  return found;
}

const clips: readonly InterventionName[] = [
  "clip-global-norm",
  "clip-per-tensor-norm",
  "clip-value",
  "agc",
  "autoclip",
  "zclip",
];

/** Optimizers that divide a gradient by its own scale, which takes back what was done to the scale. */
function hardlyActing(facts: CompatibilityFacts): Finding[] {
  const optimizers = [facts.optimizer, facts.generatorOptimizer, facts.discriminatorOptimizer];
  const scaling = optimizers.filter((one) => one && one.name !== "sgd").map((one) => one!.name);
  if (scaling.length === 0) return [];
  const names = [...new Set(scaling)].map((name) => (name === "adam" ? "Adam" : "RMSprop")).join(" and ");
  const found: Finding[] = [];
  const clipping = present(facts, clips);
  if (clipping.length > 0)
    found.push(
      warn(
        `${quoted(clipping)} under ${names}, which divides a gradient by its own scale: clipping hardly acts`,
      ),
    );
  if (present(facts, ["l2-penalty"]).length > 0)
    found.push(
      warn(`"l2-penalty" under ${names} shrinks weights with large gradients less; weight-decay does not`),
    );
  return found;
}

function unfinishedGrowth({ steps, stageSteps }: CompatibilityFacts): Finding[] {
  if (steps === undefined || stageSteps === undefined || steps > 2 * stageSteps) return [];
  return [
    warn(
      `32 × 32 pixels begin after ${2 * stageSteps} steps, and the run ends at ${steps}: set stageSteps to ${Math.max(1, Math.floor(steps / 3))} or less`,
    ),
  ];
}
