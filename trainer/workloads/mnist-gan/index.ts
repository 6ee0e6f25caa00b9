import type { MnistGanConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import { initializeByFanIn } from "../../networks/initialize";
import { createSampleProbes } from "../../probes/sample-probes";
import { createSlicedWasserstein } from "../../probes/sliced-wasserstein";
import { balancedIndex } from "../../protocol/class-balance";
import type { Random } from "../../random";
import { drawGrid } from "../../samples/draw-grid";
import { trainGan } from "../gan/train-gan";
import type { Workload } from "../workload";
import { type MnistImages, mnistFiles, openMnist, readMnistLabels, side } from "./mnist";
import { applyDiscriminator, applyGenerator, createDiscriminator, createGenerator } from "./networks";

const pixels = side * side;
const defaults = {
  /** Samples and real images in the sliced Wasserstein distance; at 256 two sets of real ones are .06 apart. */
  sampleCount: 256,
  projections: 128,
  gridColumns: 8,
};

/** A small convolutional GAN on MNIST's digits. */
export function mnistGan(config: MnistGanConfig, context: TrainingContext): Workload {
  const { channels, latent } = config;
  const { sampleCount, projections, gridColumns } = defaults;
  context.data = { files: mnistFiles() };
  const images = openMnist("train");
  const heldOut = openMnist("test");
  const drawIndex = config.classBalance ? balancedIndex(readMnistLabels("train")) : undefined;
  const generator = createGenerator(latent, channels);
  const anotherDiscriminator = (random: Random) => {
    const discriminator = createDiscriminator(channels);
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
      latent,
      sampleShape: [side, side, 1],
      generate: applyGenerator,
      discriminate: applyDiscriminator,
      drawReals: (target, random) => drawImages(images, random, target, drawIndex),
      drawHeldOut: (target, random) => drawImages(heldOut, random, target),
    },
    context,
  );

  const samples = context.random("samples");
  const noise = samples.fillNormal(new Float32Array(sampleCount * latent));
  const reals = new Float32Array(sampleCount * pixels);
  drawImages(heldOut, samples, reals);
  const slicedWasserstein = createSlicedWasserstein(reals, pixels, projections, samples);
  const probes = createSampleProbes(context.probes, { size: pixels, areDigits: true, reals: () => reals });
  return {
    step: training.step,
    penalizedLosses: training.penalizedLosses,
    sample(points) {
      const generated = training.generate(noise);
      points.set("sample/sliced_wasserstein", slicedWasserstein.distanceOf(generated));
      probes.report(points, generated);
      return drawGrid(generated, side, gridColumns);
    },
  };
}

/** By default any image is as likely as any other. */
function drawImages(
  images: MnistImages,
  random: Random,
  target: Float32Array,
  drawIndex = (random: Random) => random.integer(images.count),
): void {
  for (let offset = 0; offset < target.length; offset += pixels)
    images.read(drawIndex(random), target, offset);
}
