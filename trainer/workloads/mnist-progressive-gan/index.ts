import type { MnistProgressiveGanConfig } from "../../../db/contract/run-config";
import { judgedSamples } from "../../../db/contract/sample-metrics";
import type { TrainingContext } from "../../context";
import { initializeByFanIn } from "../../networks/initialize";
import type { Network } from "../../networks/network";
import type { Random } from "../../random";
import { readBack } from "../../read-back";
import { gridOf } from "../../samples/drawing";
import { tf } from "../../tensorflow";
import { trainGan } from "../gan/train-gan";
import { type DrawDigits, digitsOf } from "../mnist-gan/digits";
import { createDigitJudge } from "../mnist-gan/judge-digits";
import { side as digitSide, mnistFiles } from "../mnist-gan/mnist";
import type { Workload } from "../workload";
import { growthAt, sides, stepOfEachForm } from "./growth";
import {
  applyDiscriminator,
  applyGenerator,
  createDiscriminator,
  createGenerator,
  shareOf,
} from "./networks";
import { asDigits, shrinkDigits } from "./resize-digits";

const gridColumns = 8;
/** Pixels of one sample in the picture, whatever the side at which it was made. */
const drawnSide = 64;

/**
 * A GAN that grows: both networks learn digits of 8 x 8 pixels, then of 16 x 16 and of 32 x 32, the layers for each new
 * size fading in while those inside go on learning. Coarse shapes are learned first, at a small part of the cost.
 * Source: Karras, Aila, Laine & Lehtinen 2018, section 2 and figure 2; smaller, and without pixel normalization,
 * minibatch deviations and equalized rates. Unlike there the optimizers' moments live on when a stage begins.
 * Misleads: losses, accuracies and gradient norms of different stages are figures of different games, and jump where one
 * begins. The distance to real digits falls by the sharpness of a new size alone.
 */
export function mnistProgressiveGan(config: MnistProgressiveGanConfig, context: TrainingContext): Workload {
  const { channels, latent } = config;
  context.data = { files: mnistFiles() };
  const growth = () => growthAt(config, context.step);
  const sideNow = () => sides[growth().stage]!;
  const grown = (network: Network): Network => ({
    ...network,
    // A gradient that goes up or down with a layer's share would read as vanishing.
    isActive: (layer) => shareOf(layer, growth()) === 1,
  });
  const generator = grown(createGenerator(latent, channels));
  const anotherDiscriminator = (random: Random) => {
    const discriminator = grown(createDiscriminator(channels));
    initializeByFanIn(discriminator, random);
    return discriminator;
  };
  initializeByFanIn(generator, context.random("init/generator"));
  const discriminator = anotherDiscriminator(context.random("init/discriminator"));

  const shrunken =
    (draw: DrawDigits): DrawDigits =>
    (target, random) => {
      const digits = new Float32Array((target.length / sideNow() ** 2) * digitSide ** 2);
      draw(digits, random);
      shrinkDigits(digits, growth(), target);
    };
  const training = trainGan(
    config,
    {
      generator,
      discriminator,
      anotherDiscriminator,
      latent,
      sampleShape: () => [sideNow(), sideNow(), 1],
      stepOfEachForm: stepOfEachForm(config),
      generate: (weights, noise, observe) => applyGenerator(generator, weights, noise, growth(), observe),
      discriminate: (weights, images, observe) =>
        applyDiscriminator(discriminator, weights, images, growth(), observe),
      drawReals: shrunken(digitsOf("train", config.classBalance)),
      drawHeldOut: shrunken(digitsOf("test")),
      digits: { of: asDigits, draw: digitsOf("train", config.classBalance) },
    },
    context,
  );

  const random = context.random("samples");
  const noise = random.fillNormal(new Float32Array(judgedSamples * latent));
  const judge = createDigitJudge(context, random);
  return {
    step(points) {
      const isSound = training.step(points);
      points.set("resolution", sideNow());
      points.set("fade_in", growth().fadeIn);
      return isSound;
    },
    penalizedLosses: training.penalizedLosses,
    sample(points) {
      const samples = training.generate(noise);
      const side = sideNow();
      judge(
        points,
        readBack(() => asDigits(tf.tensor(samples, [judgedSamples, side, side, 1]))),
      );
      return gridOf(samples, side, gridColumns, drawnSide / side);
    },
  };
}
