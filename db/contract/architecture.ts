import { z } from "zod";
import { AbsoluteFloat, Float, PositiveFloat } from "./config/float";

/**
 * Architectures as data: a list of layers that `trainer/networks/build.ts` turns into weights and a function.
 * Every setting has a default, so `{ kind: "dense", units: 64, activation: "relu" }` is a whole layer.
 */

/** Lower-case words joined by hyphens, as they stand in the names of metrics: `gradient_norm/critic/conv1`. */
const namePattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const name = (noun: string) =>
  z
    .string()
    .max(40)
    .regex(
      namePattern,
      `A ${noun}'s name is lower-case words joined by hyphens, at most 40 characters, such as "critic-2"`,
    );
export const NetworkName = name("network");
export type NetworkName = z.infer<typeof NetworkName>;
const LayerName = name("layer").describe("Name in metrics; by default the kind and a number");

export const activations = [
  "none",
  "relu",
  "leaky-relu",
  "tanh",
  "sigmoid",
  "softplus",
  "swish",
  "elu",
  "selu",
  "gelu",
] as const;
export type Activation = (typeof activations)[number];

/** Spectral normalization is not among them: it is an intervention, which acts on any network's weights. */
export const normalizations = ["none", "batch", "layer", "instance"] as const;
export type Normalization = (typeof normalizations)[number];

/** Of weights; with "fan-in-uniform" biases are drawn as well, else they start at 0. */
export const Initialization = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("fan-in-uniform") }),
  z.strictObject({ name: z.literal("he-normal") }),
  z.strictObject({ name: z.literal("he-uniform") }),
  z.strictObject({ name: z.literal("glorot-normal") }),
  z.strictObject({ name: z.literal("glorot-uniform") }),
  z.strictObject({ name: z.literal("orthogonal"), gain: PositiveFloat.default(1) }),
  z.strictObject({ name: z.literal("identity"), gain: PositiveFloat.default(1) }),
  z.strictObject({
    name: z.literal("normal"),
    sigma: PositiveFloat.default(0.02).describe("Standard deviation of a weight"),
  }),
  z.strictObject({
    name: z.literal("scaled-normal"),
    sigma: PositiveFloat.default(1).describe("Standard deviation of a weight times sqrt(fan-in)"),
    biasSigma: AbsoluteFloat.default(0).describe("Standard deviation of a bias"),
  }),
]);
export type Initialization = z.infer<typeof Initialization>;

const size = (maximum: number) => z.number().int().min(1).max(maximum);
const Activation = z.enum(activations).default("none");
const Slope = z.number().min(0).lt(1).default(0.2).describe("Of a leaky ReLU left of 0");
const Padding = z.enum(["same", "valid"]).default("same");
const Sigma = PositiveFloat.default(0.02).describe("Standard deviation of the initial vectors");

/** What every layer may say. */
const every = { name: LayerName.optional() };
/** A product with weights, then its normalization, then its activation. */
const weighted = {
  ...every,
  bias: z.boolean().default(true).describe("Left out where a normalization shifts anyway"),
  initialization: Initialization.optional().describe("In the place of the architecture's"),
  normalization: z.enum(normalizations).default("none"),
  activation: Activation,
  slope: Slope,
};
const convolution = { ...weighted, filters: size(4096), padding: Padding };
const pooling = { ...every, size: size(64).default(2), stride: size(64).optional(), padding: Padding };
const recurrent = {
  ...every,
  units: size(4096),
  returns: z.enum(["last", "all"]).default("last").describe("The last state, or the states of all steps"),
  initialization: Initialization.optional(),
  recurrentInitialization: Initialization.optional().describe("Of the recurrent matrix"),
};

export const DenseLayer = z.strictObject({ kind: z.literal("dense"), ...weighted, units: size(65_536) });
export const ConvLayer = z.strictObject({
  kind: z.literal("conv"),
  ...convolution,
  size: size(64).default(3),
  stride: size(16).default(1),
});
export const ConvTransposeLayer = z.strictObject({
  kind: z.literal("conv-transpose"),
  ...convolution,
  size: size(64).default(4),
  stride: size(16).default(2),
});
export const ResizeConvLayer = z.strictObject({
  kind: z.literal("resize-conv"),
  ...convolution,
  size: size(64).default(3),
  scale: size(16).default(2).describe("Factor of width and height"),
});
export const AveragePoolLayer = z.strictObject({ kind: z.literal("average-pool"), ...pooling });
export const MaxPoolLayer = z.strictObject({ kind: z.literal("max-pool"), ...pooling });
export const FlattenLayer = z.strictObject({ kind: z.literal("flatten"), ...every });
export const ReshapeLayer = z.strictObject({
  kind: z.literal("reshape"),
  ...every,
  shape: z.array(size(65_536)).min(1).max(4).describe("Of one example"),
});
export const ActivationLayer = z.strictObject({
  kind: z.literal("activation"),
  ...every,
  activation: Activation,
  slope: Slope,
});
export const NormalizationLayer = z.strictObject({
  kind: z.literal("normalization"),
  ...every,
  normalization: z.enum(normalizations),
});
export const EmbeddingLayer = z.strictObject({
  kind: z.literal("embedding"),
  ...every,
  tokens: size(1_000_000).describe("Size of the vocabulary"),
  units: size(4096),
  sigma: Sigma,
});
export const PositionsLayer = z.strictObject({
  kind: z.literal("positions"),
  ...every,
  length: size(65_536).describe("Steps of the longest sequence"),
  sigma: Sigma,
});
export const RnnLayer = z.strictObject({ kind: z.literal("rnn"), ...recurrent });
export const LstmLayer = z.strictObject({
  kind: z.literal("lstm"),
  ...recurrent,
  forgetBias: Float.default(1).describe("Initial bias of the forget gate"),
});
export const GruLayer = z.strictObject({ kind: z.literal("gru"), ...recurrent });
export const TransformerBlockLayer = z.strictObject({
  kind: z.literal("transformer-block"),
  ...every,
  heads: size(64).default(4),
  expansion: size(16).default(4).describe("Hidden units of the block's MLP, as a multiple of its width"),
  causal: z.boolean().default(true).describe("A step sees itself and what came before"),
  activation: Activation.prefault("gelu"),
  initialization: Initialization.optional(),
});

/** Written out because a schema that holds itself cannot be inferred. */
export interface ResidualLayer {
  kind: "residual";
  name?: string | undefined;
  layers: Layer[];
}
interface ResidualLayerInput {
  kind: "residual";
  name?: string | undefined;
  layers: LayerInput[];
}
export const ResidualLayer: z.ZodType<ResidualLayer, ResidualLayerInput> = z.strictObject({
  kind: z.literal("residual"),
  ...every,
  layers: z
    .array(z.lazy(() => Layer))
    .min(1)
    .max(64)
    .describe("x + layers(x)"),
});

const plainLayers = [
  DenseLayer,
  ConvLayer,
  ConvTransposeLayer,
  ResizeConvLayer,
  AveragePoolLayer,
  MaxPoolLayer,
  FlattenLayer,
  ReshapeLayer,
  ActivationLayer,
  NormalizationLayer,
  EmbeddingLayer,
  PositionsLayer,
  RnnLayer,
  LstmLayer,
  GruLayer,
  TransformerBlockLayer,
] as const;
type PlainLayer = (typeof plainLayers)[number];
export type Layer = z.infer<PlainLayer> | ResidualLayer;
export type LayerInput = z.input<PlainLayer> | ResidualLayerInput;
export type LayerKind = Layer["kind"];
export const layerKinds: readonly LayerKind[] = [
  ...plainLayers.map(({ shape }) => shape.kind.value),
  "residual",
];
/** `LayerOf<"dense">`: the declaration of one kind, defaults filled in. */
export type LayerOf<Kind extends LayerKind> = Extract<Layer, { kind: Kind }>;
export const Layer: z.ZodType<Layer, LayerInput> = z.discriminatedUnion("kind", [
  ...plainLayers,
  ResidualLayer as never,
]);

export const Architecture = z.strictObject({
  initialization: Initialization.prefault({ name: "fan-in-uniform" }).describe(
    "Of layers that name none of their own",
  ),
  layers: z.array(Layer).min(1).max(512).describe("From input to output"),
});
export type Architecture = z.infer<typeof Architecture>;
export type ArchitectureInput = z.input<typeof Architecture>;

/** Names of the settings of what stands at `path` of an architecture: itself, or a layer of the kind that it names. */
export function architectureSettings(architecture: unknown, path: readonly PropertyKey[]): string[] {
  if (path.length === 0) return Object.keys(Architecture.shape);
  if (typeof path.at(-1) !== "number") return [];
  const { kind } = path.reduce<unknown>(
    (value, key) => Reflect.get(value as object, key),
    architecture,
  ) as Partial<Layer>;
  if (kind === "residual") return ["kind", ...Object.keys(every), "layers"];
  return Object.keys(plainLayers.find(({ shape }) => shape.kind.value === kind)?.shape ?? {});
}
