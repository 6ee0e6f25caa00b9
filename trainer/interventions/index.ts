import type { Intervention, InterventionName, InterventionOf } from "../../db/contract/interventions";
import type { TrainingContext } from "../context";
import { agc } from "./agc";
import { autoClip } from "./autoclip";
import { clipGlobalNorm } from "./clip-global-norm";
import { clipPerTensorNorm } from "./clip-per-tensor-norm";
import { clipValue } from "./clip-value";
import { balancedConsistency, consistency } from "./consistency";
import { diffAugment } from "./diff-augment";
import { dragan } from "./dragan";
import { featureMatching } from "./feature-matching";
import { inputGradientPenalty } from "./input-gradient-penalty";
import { instanceNoise } from "./instance-noise";
import type {
  ClipOf,
  Decay,
  DiscriminatorPenalty,
  FeatureLoss,
  InputPenalty,
  NormalizationOf,
  PerceptualLoss,
  RecurrentPenalty,
  SampleTransform,
  WeightConstraint,
} from "./intervention";
import { l2Penalty } from "./l2-penalty";
import { omega } from "./omega";
import { perceptualLoss } from "./perceptual-loss";
import { r1 } from "./r1";
import { r2 } from "./r2";
import { spectralNormalization } from "./spectral-normalization";
import { weightClipping } from "./weight-clipping";
import { weightDecay } from "./weight-decay";
import { wganGp } from "./wgan-gp";
import { wganLp } from "./wgan-lp";
import { zClip } from "./zclip";
import { zeroGp } from "./zero-gp";

export type * from "./intervention";

/** A set of interventions by the place where each acts; within a place they act in the config's order. */
export interface Stabilizers {
  /** On every network's gradient. */
  clips: ClipOf[];
  /** On every network's weights, before an update. */
  decays: Decay[];
  /** On the discriminator's weights, after an update. */
  weightConstraints: WeightConstraint[];
  /** On the discriminator's weights, where they are used. */
  weightNormalization?: NormalizationOf;
  /** On real and generated samples, before a discriminator sees them. */
  sampleTransforms: SampleTransform[];
  /** What the discriminator is to say of a real sample; 1 but for label smoothing. */
  realTarget: number;
  /** How many discriminators there are. */
  discriminators: number;
  /** In the discriminator's loss; `secondOrder` where it holds the gradient of a gradient. */
  discriminatorPenalties: { name: string; penalty: DiscriminatorPenalty; secondOrder: boolean }[];
  /** In the generator's loss, whose own loss counts by `adversarial`. */
  featureLoss?: { name: string; loss: FeatureLoss; adversarial: number };
  /** In the generator's loss, beside its own. */
  perceptualLoss?: { name: string; loss: PerceptualLoss };
  /** In a supervised loss. */
  inputPenalty?: { name: string; penalty: InputPenalty };
  /** In the gradient of a recurrent matrix. */
  recurrentPenalty?: { name: string; penalty: RecurrentPenalty };
}

/** What they remember from step to step is kept in the state of the network they act on. */
export function stabilizersOf(interventions: readonly Intervention[], context: TrainingContext): Stabilizers {
  const stabilizers: Stabilizers = {
    clips: [],
    decays: [],
    weightConstraints: [],
    sampleTransforms: [],
    realTarget: 1,
    discriminators: 1,
    discriminatorPenalties: [],
  };
  for (const intervention of interventions) {
    const add = additions[intervention.name] as Addition<InterventionName>;
    add(stabilizers, intervention, context);
  }
  return stabilizers;
}

type Addition<Name extends InterventionName> = (
  stabilizers: Stabilizers,
  settings: InterventionOf<Name>,
  context: TrainingContext,
) => void;

const clip =
  <Settings>(make: (settings: Settings) => ClipOf) =>
  ({ clips }: Stabilizers, settings: Settings) =>
    void clips.push(make(settings));

const penalize =
  <Settings>(make: (settings: Settings) => DiscriminatorPenalty, secondOrder = true) =>
  ({ discriminatorPenalties }: Stabilizers, settings: Settings & { name: string }) =>
    void discriminatorPenalties.push({ name: settings.name, penalty: make(settings), secondOrder });

const additions: { [Name in InterventionName]: Addition<Name> } = {
  "clip-global-norm": clip(clipGlobalNorm),
  "clip-per-tensor-norm": clip(clipPerTensorNorm),
  "clip-value": clip(clipValue),
  agc: clip(agc),
  autoclip: clip(autoClip),
  zclip: clip(zClip),
  "l2-penalty": clip(l2Penalty),
  "weight-decay": ({ decays }, settings) => decays.push(weightDecay(settings)),
  "weight-clipping": ({ weightConstraints }, settings) => weightConstraints.push(weightClipping(settings)),
  "spectral-normalization": (stabilizers, settings) => {
    stabilizers.weightNormalization = spectralNormalization(settings);
  },
  "wgan-gp": penalize(wganGp),
  "wgan-lp": penalize(wganLp),
  dragan: penalize(dragan),
  r1: penalize(r1),
  r2: penalize(r2),
  "zero-gp": penalize(zeroGp),
  consistency: penalize(consistency, false),
  "balanced-consistency": penalize(balancedConsistency, false),
  "input-gradient-penalty": (stabilizers, settings) => {
    stabilizers.inputPenalty = { name: settings.name, penalty: inputGradientPenalty(settings) };
  },
  omega: (stabilizers, settings) => {
    stabilizers.recurrentPenalty = { name: settings.name, penalty: omega(settings) };
  },
  "label-smoothing": (stabilizers, { target }) => {
    stabilizers.realTarget = target;
  },
  "instance-noise": ({ sampleTransforms }, settings, context) =>
    sampleTransforms.push(instanceNoise(settings, context)),
  "diff-augment": ({ sampleTransforms }, settings) => sampleTransforms.push(diffAugment(settings)),
  "feature-matching": (stabilizers, settings) => {
    const { name, adversarial } = settings;
    stabilizers.featureLoss = { name, loss: featureMatching(settings), adversarial };
  },
  "perceptual-loss": (stabilizers, settings) => {
    stabilizers.perceptualLoss = { name: settings.name, loss: perceptualLoss(settings) };
  },
  "several-discriminators": (stabilizers, { count }) => {
    stabilizers.discriminators = count;
  },
};
