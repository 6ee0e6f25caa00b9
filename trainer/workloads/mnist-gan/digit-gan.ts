import type { MnistAcganConfig, MnistGanConfig } from "../../../db/contract/run-config";
import { judgedSamples } from "../../../db/contract/sample-metrics";
import type { TrainingContext } from "../../context";
import { initializeByFanIn } from "../../networks/initialize";
import type { Random } from "../../random";
import { gridOf } from "../../samples/drawing";
import type { Tensor4D } from "../../tensorflow";
import type { Conditional } from "../gan/gan-model";
import { askFor } from "../gan/latents";
import { trainGan } from "../gan/train-gan";
import type { Workload } from "../workload";
import { digitsOf } from "./digits";
import { createDigitJudge } from "./judge-digits";
import { mnistFiles, side } from "./mnist";
import { applyDiscriminator, applyGenerator, createDiscriminator, createGenerator } from "./networks";

/** Samples in a row of the picture; of a conditional model a row shows one class. */
const gridColumns = 8;
const gridColumnsByClass = 10;

/** A small convolutional GAN on MNIST's digits, which are asked for by their class where it is conditional. */
export function digitGan(
  config: MnistGanConfig | MnistAcganConfig,
  context: TrainingContext,
  conditional?: Conditional,
): Workload {
  const classes = conditional?.classes ?? 0;
  const latent = config.latent + classes;
  context.data = { files: mnistFiles() };
  const generator = createGenerator(latent, config.channels);
  const anotherDiscriminator = (random: Random) => {
    const discriminator = createDiscriminator(config.channels, 1 + classes);
    initializeByFanIn(discriminator, random);
    return discriminator;
  };
  initializeByFanIn(generator, context.random("init/generator"));
  const training = trainGan(
    config,
    {
      generator,
      discriminator: anotherDiscriminator(context.random("init/discriminator")),
      anotherDiscriminator,
      ...(conditional && { conditional }),
      latent,
      sampleShape: [side, side, 1],
      generate: applyGenerator,
      discriminate: applyDiscriminator,
      drawReals: digitsOf("train", config.classBalance),
      drawHeldOut: digitsOf("test"),
      digits: { of: (samples) => samples as Tensor4D, draw: digitsOf("train", config.classBalance) },
    },
    context,
  );

  const random = context.random("samples");
  const latents = random.fillNormal(new Float32Array(judgedSamples * latent));
  const asked = conditional && rowsOfClasses(classes);
  if (asked) askFor(asked, classes, latents);
  const judge = createDigitJudge(context, random, asked);
  return {
    step: training.step,
    penalizedLosses: training.penalizedLosses,
    sample(points) {
      const samples = training.generate(latents);
      judge(points, samples);
      return gridOf(samples, side, conditional ? gridColumnsByClass : gridColumns);
    },
  };
}

/** The class of each judged sample, so that each row of the picture is of one class, in order. */
function rowsOfClasses(classes: number): Int32Array {
  return Int32Array.from(
    { length: judgedSamples },
    (_, index) => Math.floor(index / gridColumnsByClass) % classes,
  );
}
