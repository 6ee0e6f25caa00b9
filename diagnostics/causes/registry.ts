import type { CauseDescription } from "./cause";
import { corruptedBatch } from "./corrupted-batch";
import { detachedGraph } from "./detached-graph";
import { discriminatorNotUpdated } from "./discriminator-not-updated";
import { discriminatorTooStrong } from "./discriminator-too-strong";
import { dyingRelu } from "./dying-relu";
import { generatorRateTooHigh } from "./generator-rate-too-high";
import { learningRateTooHigh } from "./learning-rate-too-high";
import { lossScaleOverflow } from "./loss-scale-overflow";
import { lossSignError } from "./loss-sign-error";
import { misalignedLabels } from "./misaligned-labels";
import { missingMetric } from "./missing-metric";
import { noClippingInRecurrentNet } from "./no-clipping-in-recurrent-net";
import { numericOverflow } from "./numeric-overflow";
import { overfittedDiscriminator } from "./overfitted-discriminator";
import { penaltyTooStrong } from "./penalty-too-strong";
import { penaltyTooWeak } from "./penalty-too-weak";
import { rateDecayedTooEarly } from "./rate-decayed-too-early";
import { saturatingActivations } from "./saturating-activations";
import { slowInput } from "./slow-input";
import { smallSpectralRadius } from "./small-spectral-radius";
import { tightClipping } from "./tight-clipping";
import { unconstrainedCritic } from "./unconstrained-critic";
import { weightClippingTooSmall } from "./weight-clipping-too-small";
import { weightDecaySignError } from "./weight-decay-sign-error";
import { weightDecayTooStrong } from "./weight-decay-too-strong";

/** All causes that are weighed. */
export const causes: readonly CauseDescription[] = [
  learningRateTooHigh,
  corruptedBatch,
  noClippingInRecurrentNet,
  numericOverflow,
  lossScaleOverflow,
  weightDecaySignError,
  weightDecayTooStrong,
  saturatingActivations,
  smallSpectralRadius,
  detachedGraph,
  dyingRelu,
  discriminatorTooStrong,
  discriminatorNotUpdated,
  unconstrainedCritic,
  weightClippingTooSmall,
  generatorRateTooHigh,
  penaltyTooWeak,
  penaltyTooStrong,
  misalignedLabels,
  rateDecayedTooEarly,
  lossSignError,
  overfittedDiscriminator,
  tightClipping,
  slowInput,
  missingMetric,
];
