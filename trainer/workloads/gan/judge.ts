import { type Tensor, tf } from "../../tensorflow";
import type { Discriminate } from "./discriminators";
import type { GanModel } from "./gan-model";

/** What a discriminator says of samples. */
export interface Judgement {
  /** [batch, 1]. */
  scores: Tensor;
  /** Of a conditional model, [batch, classes]. */
  classLogits?: Tensor;
}

/** One pass of a discriminator over samples, with the activations of its last hidden layer, [batch, ...]. */
export function judge(
  discriminate: Discriminate,
  samples: Tensor,
  { conditional }: Pick<GanModel, "conditional">,
): Judgement & { features: Tensor } {
  let features = samples;
  let output: Tensor | undefined;
  const scores = discriminate(samples, {
    activation(layer, activations) {
      if (layer === "output") output = activations;
      else features = activations;
    },
  });
  if (!conditional) return { scores, features };
  return { scores, features, classLogits: tf.slice(output!, [0, 1]) };
}

/**
 * The same for real and for generated samples, which come as one tensor and go through the discriminator as one batch;
 * but where layers tie the examples of a batch together, each half by itself: normalized together, the reals would
 * tell about the fakes (Radford 2016 and the guides after it).
 */
export function judgeBoth(
  discriminate: Discriminate,
  both: Tensor,
  model: Pick<GanModel, "conditional" | "tiesExamples">,
): [real: Judgement, fake: Judgement] {
  if (model.tiesExamples && model.tiesExamples.length > 0) {
    const [real, fake] = halves(both);
    return [judge(discriminate, real, model), judge(discriminate, fake, model)];
  }
  const { scores, classLogits } = judge(discriminate, both, model);
  const [real, fake] = halves(scores);
  if (!classLogits) return [{ scores: real }, { scores: fake }];
  const [ofReal, ofFake] = halves(classLogits);
  return [
    { scores: real, classLogits: ofReal },
    { scores: fake, classLogits: ofFake },
  ];
}

const halves = (both: Tensor) => tf.split(both, 2) as [Tensor, Tensor];
