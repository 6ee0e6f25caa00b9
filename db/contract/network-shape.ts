import { type BuiltInConfig, isUserConfig, type RunConfig } from "./run-config";

type Shape = Readonly<Record<string, string | number | boolean>>;
type ConfigOf<Name extends BuiltInConfig["workload"]> = Extract<BuiltInConfig, { workload: Name }>;

type PlanarConfig = ConfigOf<"ring-gan" | "grid-gan" | "swiss-roll-gan">;
const planar = (config: PlanarConfig): Shape => ({
  hidden: config.hidden,
  layers: config.layers,
  latent: config.latent,
  generatorNormalization: config.generatorNormalization,
  discriminatorNormalization: config.discriminatorNormalization,
});
type DigitConfig = ConfigOf<"mnist-gan" | "mnist-acgan" | "mnist-progressive-gan">;
const digits = ({ channels, latent }: DigitConfig): Shape => ({ channels, latent });
const recurrent = ({ cell, hidden }: ConfigOf<"adding-rnn" | "copy-rnn">): Shape => ({ cell, hidden });

/** The settings that decide how many weights the networks of a workload have, and nothing else does. */
const shapes: { [Name in BuiltInConfig["workload"]]: (config: ConfigOf<Name>) => Shape } = {
  "ring-gan": planar,
  "grid-gan": planar,
  "swiss-roll-gan": planar,
  "mnist-gan": digits,
  "mnist-acgan": digits,
  "mnist-progressive-gan": digits,
  "temporal-order-rnn": ({ hidden }) => ({ hidden }),
  "adding-rnn": recurrent,
  "copy-rnn": recurrent,
  "char-lm": ({ model, layers, width, windowLength }) => ({
    model,
    layers,
    width,
    // A transformer learns a vector for each position of its window.
    ...(model === "transformer" ? { windowLength } : {}),
  }),
  "mnist-classifier": ({ network, channels, hidden }) => ({
    network,
    ...(network === "conv" ? { channels } : {}),
    hidden,
  }),
  "deep-mlp": ({ depth, width, normalization }) => ({ depth, width, normalization }),
};

/** A setting by which networks could not take over another config's weights. */
export interface Misfit {
  /** Where it stands in the config: "hidden", "interventions". */
  path: string;
  /** "hidden=16", as the weights at hand need it. */
  held: string;
  /** "hidden=8", as it was asked for. */
  asked: string;
}

/**
 * Why the networks of one config cannot go on with the weights of another of the same workload; empty where they can.
 * What a person's own module builds is not known without running it: the trainer compares the weights themselves.
 */
export function misfitsOf(held: RunConfig, asked: RunConfig): Misfit[] {
  const misfits = misfitSettings(held, asked);
  // Several discriminators share one network.
  const [had, wanted] = [discriminatorsOf(held), discriminatorsOf(asked)];
  if (had !== wanted) misfits.push({ path: "interventions", held: inWords(had), asked: inWords(wanted) });
  return misfits;
}

function misfitSettings(held: RunConfig, asked: RunConfig): Misfit[] {
  if (isUserConfig(held) || isUserConfig(asked)) return [];
  const shapeOf = shapes[held.workload] as (config: BuiltInConfig) => Shape;
  const [before, after] = [shapeOf(held), shapeOf(asked)];
  return Object.keys(after)
    .filter((key) => before[key] !== after[key])
    .map((path) => ({ path, held: setting(path, held), asked: setting(path, asked) }));
}

const setting = (key: string, config: BuiltInConfig): string =>
  `${key}=${(config as Readonly<Record<string, unknown>>)[key]}`;

const inWords = (discriminators: number): string =>
  discriminators === 1 ? "one discriminator" : `several-discriminators:count=${discriminators}`;

function discriminatorsOf({ interventions }: RunConfig): number {
  const several = interventions.find(({ name }) => name === "several-discriminators");
  return several && "count" in several ? several.count : 1;
}
