/**
 * Arms against their control, paired by seed (same initialization, data order and noise).
 * A winner is declared only where both agree: the 95% Student-t interval of the mean paired difference
 * excludes 0, and the sign-flip test's p, Holm-corrected over the arms, is below .05.
 * With too few pairs the test cannot reach .05 whatever they say, and the answer is "too-few-seeds".
 */
import { formatFigure } from "../format-figure";
import { countedValue, type Direction, isFailure, type SeedOutcome, worstOutcome } from "./arm-outcome";
import { holm } from "./holm";
import { fewestDecidingPairs, signFlipTest } from "./sign-flip-test";
import { meanInterval } from "./student-t";
import { mean } from "./summary";

const defaults = { alpha: 0.05 };

export interface ArmSeeds {
  armId: string;
  name: string;
  outcomes: readonly SeedOutcome[];
}

export interface ArmComparison {
  armId: string;
  controlArmId: string;
  /** Arm minus control; null while one of the two has no outcome. */
  pairs: { seed: number; difference: number | null }[];
  n: number;
  meanDifference: number | null;
  interval: { low: number; high: number } | null;
  /** Two-sided sign-flip p; null below 2 pairs. */
  p: number | null;
  /** The same after Holm's correction over the experiment's arms: what the decision rests on. */
  adjustedP: number | null;
  decision: "better" | "worse" | "inconclusive" | "too-few-seeds" | "running";
  sentence: string;
}

/** `worst`: what a failed run counts as where the metric has a worst value (0 for a share); else the worst seen. */
export function compareArms(input: {
  control: ArmSeeds;
  arms: readonly ArmSeeds[];
  better: Direction;
  worst?: number;
}): ArmComparison[] {
  const { control, arms, better } = input;
  const worst =
    input.worst ?? worstOutcome([control.outcomes, ...arms.map(({ outcomes }) => outcomes)], better);
  const paired = arms.map((arm) => pairWithControl(arm, control, worst));
  const tests = paired.map(({ differences }) => signFlipTest(differences));
  const adjusted = holm(tests.map((test) => test?.p ?? null));
  return arms.map((arm, index) => {
    const { pairs, differences, running } = paired[index] as (typeof paired)[number];
    const comparison = {
      armId: arm.armId,
      controlArmId: control.armId,
      pairs,
      n: differences.length,
      meanDifference: differences.length > 0 ? mean(differences) : null,
      interval: meanInterval(differences),
      p: tests[index]?.p ?? null,
      adjustedP: adjusted[index] ?? null,
    };
    const needed = fewestDecidingPairs(defaults.alpha, arms.length);
    const decision = running ? "running" : decide(comparison, better, needed);
    const failures = [arm, control].map(({ outcomes }) => outcomes.filter(isFailure).length);
    const sentence = describe(comparison, decision, arm.name, control.name, needed, arms.length);
    return { ...comparison, decision, sentence: sentence + describeFailures(arm, control, failures) };
  });
}

function pairWithControl(arm: ArmSeeds, control: ArmSeeds, worst: number | null) {
  const controls = new Map(control.outcomes.map((outcome) => [outcome.seed, outcome]));
  const pairs: { seed: number; difference: number | null }[] = [];
  const differences: number[] = [];
  let running = false;
  for (const outcome of arm.outcomes) {
    const partner = controls.get(outcome.seed);
    if (!partner) continue;
    running ||= outcome.state === "running" || partner.state === "running";
    const value = countedValue(outcome, worst);
    const base = countedValue(partner, worst);
    const difference = value === null || base === null ? null : value - base;
    pairs.push({ seed: outcome.seed, difference });
    if (difference !== null) differences.push(difference);
  }
  return { pairs, differences, running };
}

type Undecided = Omit<ArmComparison, "decision" | "sentence">;

function decide(comparison: Undecided, better: Direction, needed: number): ArmComparison["decision"] {
  const { n, interval, adjustedP, meanDifference } = comparison;
  if (n < needed || interval === null || adjustedP === null || meanDifference === null)
    return "too-few-seeds";
  const excludesZero = interval.low > 0 || interval.high < 0;
  if (!excludesZero || adjustedP >= defaults.alpha) return "inconclusive";
  return meanDifference > 0 === (better === "higher") ? "better" : "worse";
}

function describe(
  comparison: Undecided,
  decision: ArmComparison["decision"],
  name: string,
  controlName: string,
  needed: number,
  comparisons: number,
): string {
  const { n, meanDifference, interval, adjustedP } = comparison;
  const pairCount = `${n} ${n === 1 ? "pair" : "pairs"}`;
  if (decision === "running") return `${name} against ${controlName}: still training, ${pairCount} so far`;
  if (decision === "too-few-seeds") {
    const why = comparisons > 1 ? ` for ${comparisons} comparisons` : "";
    return `too few seeds to decide: ${pairCount}, at least ${needed} are needed${why}`;
  }
  const effect = `mean difference ${formatFigure(meanDifference as number)}, 95% interval ${formatFigure(interval?.low ?? Number.NaN)} to ${formatFigure(interval?.high ?? Number.NaN)}, p ${formatFigure(adjustedP as number)}${comparisons > 1 ? ` (Holm over ${comparisons})` : ""}, ${pairCount}`;
  if (decision === "inconclusive") return `inconclusive between ${name} and ${controlName}: ${effect}`;
  return `${name} is ${decision} than ${controlName}: ${effect}`;
}

function describeFailures(arm: ArmSeeds, control: ArmSeeds, [ofArm = 0, ofControl = 0]: number[]): string {
  if (ofArm + ofControl === 0) return "";
  const count = (failures: number, { outcomes, name }: ArmSeeds) =>
    `${failures} of ${outcomes.length} in ${name}`;
  return `; diverged and counted as worst: ${count(ofArm, arm)}, ${count(ofControl, control)}`;
}
