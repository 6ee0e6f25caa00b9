import { z } from "zod";
import { auxiliary, FeatureMatching, PerceptualLoss, SeveralDiscriminators } from "./auxiliary";
import {
  AdaptiveClip,
  AutoClip,
  ClipGlobalNorm,
  ClipPerTensorNorm,
  ClipValue,
  clipping,
  ZClip,
} from "./clipping";
import type { InterventionDescription } from "./describe";
import {
  Dragan,
  gradientPenalties,
  InputGradientPenalty,
  R1,
  R2,
  WganGp,
  WganLp,
  ZeroGp,
} from "./gradient-penalties";
import { BalancedConsistency, Consistency, Omega, regularizers } from "./regularizers";
import { DiffAugment, InstanceNoise, LabelSmoothing, samples } from "./samples";
import { L2Penalty, SpectralNormalization, WeightClipping, WeightDecay, weights } from "./weights";

export type { InterventionDescription } from "./describe";

/** Stabilizers with their defaults; a family of them in each file beside this one. */
export const Intervention = z.discriminatedUnion("name", [
  ClipGlobalNorm,
  ClipPerTensorNorm,
  ClipValue,
  AdaptiveClip,
  AutoClip,
  ZClip,
  WeightClipping,
  SpectralNormalization,
  WeightDecay,
  L2Penalty,
  WganGp,
  WganLp,
  Dragan,
  R1,
  R2,
  ZeroGp,
  InputGradientPenalty,
  Omega,
  Consistency,
  BalancedConsistency,
  LabelSmoothing,
  InstanceNoise,
  DiffAugment,
  FeatureMatching,
  PerceptualLoss,
  SeveralDiscriminators,
]);
export type Intervention = z.infer<typeof Intervention>;
export type InterventionName = Intervention["name"];
/** `InterventionOf<"r1">`: the settings of one, defaults filled in. */
export type InterventionOf<Name extends InterventionName> = Extract<Intervention, { name: Name }>;

export const interventions: Record<InterventionName, InterventionDescription> = {
  ...clipping,
  ...weights,
  ...gradientPenalties,
  ...regularizers,
  ...samples,
  ...auxiliary,
};
export const interventionNames = Object.keys(interventions) as InterventionName[];
