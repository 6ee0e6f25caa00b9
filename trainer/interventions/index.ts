import type { Intervention } from "../../db/contract/interventions";
import type { TrainingContext } from "../context";
import { clipGlobalNorm } from "./clip-global-norm";
import { clipPerTensorNorm } from "./clip-per-tensor-norm";
import { clipValue } from "./clip-value";
import { inputGradientPenalty } from "./input-gradient-penalty";
import type { DiscriminatorPenalty, GradientClip, InputPenalty, WeightConstraint } from "./intervention";
import { r1 } from "./r1";
import { weightClipping } from "./weight-clipping";
import { wganGp } from "./wgan-gp";

export type { DiscriminatorPenalty, GradientClip, InputPenalty, WeightConstraint } from "./intervention";

/** A set of interventions by the place where each acts; within a place they act in the config's order. */
export interface Stabilizers {
  /** On every network's gradient. */
  clips: GradientClip[];
  /** On the discriminator's weights. */
  weightConstraints: WeightConstraint[];
  /** In the discriminator's loss. */
  discriminatorPenalties: { name: string; penalty: DiscriminatorPenalty }[];
  /** In a supervised loss. */
  inputPenalty?: { name: string; penalty: InputPenalty };
}

/** What they remember from step to step they keep in the context's state. */
export function stabilizersOf(
  interventions: readonly Intervention[],
  _context: TrainingContext,
): Stabilizers {
  const stabilizers: Stabilizers = { clips: [], weightConstraints: [], discriminatorPenalties: [] };
  for (const intervention of interventions) {
    const { name } = intervention;
    switch (name) {
      case "clip-global-norm":
        stabilizers.clips.push(clipGlobalNorm(intervention));
        break;
      case "clip-per-tensor-norm":
        stabilizers.clips.push(clipPerTensorNorm(intervention));
        break;
      case "clip-value":
        stabilizers.clips.push(clipValue(intervention));
        break;
      case "weight-clipping":
        stabilizers.weightConstraints.push(weightClipping(intervention));
        break;
      case "wgan-gp":
        stabilizers.discriminatorPenalties.push({ name, penalty: wganGp(intervention) });
        break;
      case "r1":
        stabilizers.discriminatorPenalties.push({ name, penalty: r1(intervention) });
        break;
      case "input-gradient-penalty":
        stabilizers.inputPenalty = { name, penalty: inputGradientPenalty(intervention) };
        break;
    }
  }
  return stabilizers;
}

/** Whether the gradient of a gradient is needed. */
export function needsSecondOrder(stabilizers: Stabilizers): boolean {
  return stabilizers.discriminatorPenalties.length > 0 || stabilizers.inputPenalty !== undefined;
}
