import type { Intervention } from "../../../db/contract/interventions";
import { RunConfig, type RunConfigInput } from "../../../db/contract/run-config";
import { checkSecondOrder } from "../../../trainer/autodiff/self-test";
import { createContext } from "../../../trainer/context";
import { initializeByFanIn } from "../../../trainer/networks/initialize";
import { applyMlp, createMlp } from "../../../trainer/networks/mlp";
import { type Network, weightsOf } from "../../../trainer/networks/network";
import { randomStream } from "../../../trainer/random";
import { type Scalar, type Tensor, type Tensor2D, type Tensor3D, tf } from "../../../trainer/tensorflow";
import { createWorkload } from "../../../trainer/workloads";
import {
  applyDiscriminator,
  applyGenerator,
  createDiscriminator,
  createGenerator,
} from "../../../trainer/workloads/mnist-gan/networks";
import {
  applyRecurrentNetwork,
  createRecurrentNetwork,
} from "../../../trainer/workloads/temporal-order-rnn/network";
import type { GradientResult } from "./gradient-case";

/** The workloads' own networks: gradients of their outputs, and of their losses with each penalty. */
interface WorkloadCase {
  name: string;
  order: 1 | 2;
  losses: () => Array<{ network: Network; loss: (weights: readonly Tensor[]) => Scalar }>;
}

const random = (shape: number[], name: string) =>
  tf.tensor(
    randomStream(1, name).fillNormal(
      new Float32Array(shape.reduce((product, extent) => product * extent, 1)),
    ),
    shape,
  );

/** Mean square of what a network makes of fixed inputs. */
function meanSquare(
  name: string,
  create: () => Network,
  apply: (weights: readonly Tensor[]) => Tensor,
): WorkloadCase {
  const losses = () => {
    const network = create();
    return [{ network, loss: (weights: readonly Tensor[]) => tf.mean(tf.square(apply(weights))) as Scalar }];
  };
  return { name, order: 1, losses };
}

function initialized(network: Network): Network {
  initializeByFanIn(network, randomStream(1, "init"));
  return network;
}

function penalized(config: RunConfigInput): WorkloadCase {
  const parsed = RunConfig.parse(config);
  const penalties = parsed.interventions.map((intervention: Intervention) => intervention.name).join(" and ");
  return {
    name: `${parsed.workload} with ${penalties}`,
    order: 2,
    losses: () => createWorkload(parsed, createContext(parsed)).penalizedLosses(),
  };
}

const rnn = RunConfig.parse({ workload: "temporal-order-rnn" });
export const workloadCases: WorkloadCase[] = [
  meanSquare(
    "ring-gan's generator",
    () => initialized(createMlp("generator", [2, 64, 64, 2])),
    (weights) => applyMlp(weights, random([16, 2], "noise") as Tensor2D, 0),
  ),
  meanSquare(
    "ring-gan's discriminator",
    () => initialized(createMlp("discriminator", [2, 64, 64, 1])),
    (weights) => applyMlp(weights, random([16, 2], "samples") as Tensor2D, 0.2),
  ),
  meanSquare(
    "mnist-gan's generator",
    () => initialized(createGenerator(8, 4)),
    (weights) => applyGenerator(weights, random([3, 8], "noise") as Tensor2D),
  ),
  meanSquare(
    "mnist-gan's discriminator",
    () => initialized(createDiscriminator(4)),
    (weights) => applyDiscriminator(weights, random([3, 28, 28, 1], "samples")),
  ),
  meanSquare(
    "temporal-order-rnn",
    () =>
      createRecurrentNetwork(
        rnn as Extract<RunConfig, { workload: "temporal-order-rnn" }>,
        randomStream(1, "init"),
      ),
    (weights) => applyRecurrentNetwork(weights, random([30, 4, 6], "inputs") as Tensor3D),
  ),
  penalized({ workload: "ring-gan", interventions: [{ name: "wgan-gp" }] }),
  penalized({ workload: "ring-gan", objective: "non-saturating", interventions: [{ name: "r1" }] }),
  penalized({ workload: "mnist-gan", interventions: [{ name: "wgan-gp" }] }),
  penalized({ workload: "mnist-gan", objective: "non-saturating", interventions: [{ name: "r1" }] }),
  // Of each of its stages.
  penalized({
    workload: "mnist-progressive-gan",
    channels: 1,
    interventions: [{ name: "r1" }],
  }),
  penalized({ workload: "mnist-acgan", channels: 4, interventions: [{ name: "r1" }] }),
  ...(["wgan-lp", "dragan", "r2", "zero-gp"] as const).flatMap((name) => [
    penalized({ workload: "ring-gan", interventions: [{ name }] }),
    penalized({ workload: "mnist-gan", interventions: [{ name }] }),
  ]),
  // Whatever stands between the weights or the samples and the discriminator that a penalty differentiates.
  ...(["ring-gan", "mnist-gan"] as const).map((workload) =>
    penalized({
      workload,
      objective: "hinge",
      interventions: [
        { name: "r1" },
        { name: "spectral-normalization" },
        { name: "diff-augment" },
        { name: "balanced-consistency" },
        { name: "instance-noise" },
      ],
    }),
  ),
  penalized({
    workload: "ring-gan",
    objective: "least-squares",
    interventions: [{ name: "r2" }, { name: "several-discriminators" }, { name: "label-smoothing" }],
  }),
  penalized({ workload: "temporal-order-rnn", interventions: [{ name: "input-gradient-penalty" }] }),
  ...(["rnn", "lstm", "gru"] as const).map((cell) =>
    penalized({
      workload: "adding-rnn",
      cell,
      sequenceLength: 8,
      hidden: 8,
      interventions: [{ name: "input-gradient-penalty" }],
    }),
  ),
  ...(["conv", "mlp"] as const).map((network) =>
    penalized({
      workload: "mnist-classifier",
      network,
      channels: 2,
      hidden: 8,
      interventions: [{ name: "input-gradient-penalty" }],
    }),
  ),
  penalized({
    workload: "deep-mlp",
    depth: 3,
    width: 8,
    residual: true,
    normalization: "layer",
    interventions: [{ name: "input-gradient-penalty" }],
  }),
  penalized({
    workload: "copy-rnn",
    remembered: 2,
    delay: 4,
    hidden: 8,
    interventions: [{ name: "input-gradient-penalty" }],
  }),
];

export function checkWorkloads(): GradientResult[] {
  return workloadCases.map(({ name, order, losses }) => {
    const before = tf.memory().numTensors;
    const outcome = outcomeOf(losses);
    return { name, order, ...outcome, leaked: tf.memory().numTensors - before };
  });
}

function outcomeOf(losses: WorkloadCase["losses"]): Pick<GradientResult, "outcome" | "detail"> {
  try {
    tf.tidy(() => {
      for (const { network, loss } of losses()) {
        const names = network.parameters.map(({ layer, name }) => `${layer}/${name}`);
        checkSecondOrder(tf, loss, weightsOf(network), { names });
      }
    });
    return { outcome: "right", detail: "" };
  } catch (error) {
    const { message } = error as Error;
    return { outcome: message.startsWith("Self-test failed") ? "wrong" : "error", detail: message };
  }
}
