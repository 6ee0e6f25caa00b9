import type { UserGanConfig } from "../../db/contract/run-config";
import type { TrainingContext } from "../context";
import type { Random } from "../random";
import { type Drawing, gridOf, scatterOf } from "../samples/drawing";
import { tf } from "../tensorflow";
import { trainGan } from "../workloads/gan/train-gan";
import type { Workload } from "../workloads/workload";
import type { GanDefinition } from "./definition";
import { addFigures } from "./figures";
import type { ModuleSetup } from "./setup";
import { expectNetwork, expectParts, expectShape } from "./shapes";
import type { UserCode } from "./user-code";

const defaults = {
  /** Samples that are judged and drawn, and as many real ones. */
  samples: 256,
  gridColumns: 8,
};

/** A GAN from a module's parts. */
export function userGan(
  config: UserGanConfig,
  { create }: GanDefinition,
  { setup, buildAgain }: ModuleSetup,
  code: UserCode,
  context: TrainingContext,
): Workload {
  const parts = create(setup);
  expectParts(parts, ["draw"], create, code);
  const { generator, discriminator } = parts;
  expectNetwork("the generator", generator, "generator", {}, create, code);
  const shape = generator.outputShape as number[];
  const latent = generator.inputShape[0]!;
  expectNetwork("the generator", generator, "generator", { input: [latent] }, create, code);
  expectNetwork(
    "the discriminator",
    discriminator,
    "discriminator",
    { input: shape, output: [1] },
    create,
    code,
  );
  const size = shape.reduce((product, extent) => product * extent, 1);

  function drawReals(target: Float32Array, random: Random): void {
    tf.tidy(() => {
      const count = target.length / size;
      const reals = parts.draw(count, random);
      expectShape("real samples", reals, [count, ...shape], parts.draw, code);
      target.set(reals.dataSync<"float32">());
    });
  }

  const training = trainGan(
    config,
    {
      generator: generator.network,
      discriminator: discriminator.network,
      latent,
      sampleShape: shape,
      generate: generator.apply,
      discriminate: discriminator.apply,
      anotherDiscriminator: (random) => buildAgain("discriminator", random),
      drawReals,
    },
    context,
  );

  const { samples: count } = defaults;
  const noise = context.random("samples").fillNormal(new Float32Array(count * latent));
  const reals = new Float32Array(count * size);
  drawReals(reals, context.random("samples/reals"));
  const picture = pictureOf(shape, reals);
  return {
    penalizedLosses: training.penalizedLosses,
    step: training.step,
    sample(points) {
      const samples = training.generate(noise);
      tf.tidy(() => {
        if (!parts.judge) return;
        const [made, real] = [samples, reals].map((values) => tf.tensor(values, [count, ...shape]));
        addFigures(points, parts.judge(made!, real!), parts.judge, code);
      });
      return picture?.(samples);
    },
  };
}

/** Square grey images as a grid, points in the plane over real ones; of other samples there is none. */
function pictureOf(
  shape: readonly number[],
  reals: Float32Array,
): ((samples: Float32Array) => Drawing) | undefined {
  const [first, second, channels] = shape;
  if (shape.length === 3 && first === second && channels === 1)
    return (samples) => gridOf(samples, first!, defaults.gridColumns);
  if (shape.length !== 1 || first !== 2) return undefined;
  const centres = Array.from(
    { length: reals.length / 2 },
    (_, index) => [reals[2 * index]!, reals[2 * index + 1]!] as const,
  );
  const reach = Math.max(...centres.map(([x, y]) => Math.hypot(x, y)));
  return (samples) => scatterOf(samples, { centres, sigma: reach / 100 });
}
