import type { Intervention } from "../../../db/contract/interventions";
import type { WorkloadName } from "../../../db/contract/workloads";

/** Comparisons worth starting from; the arms take the schema's defaults where nothing is said. */
export interface Preset {
  id: string;
  title: string;
  /** What it tells, in one line. */
  summary: string;
  question: string;
  workload: WorkloadName;
  arms: readonly (readonly Intervention[])[];
}

const clipping: Intervention = { name: "clip-global-norm", maxNorm: 1 };
const waysOfClipping: Preset["arms"] = [
  [],
  [clipping],
  [{ name: "clip-per-tensor-norm", maxNorm: 1 }],
  [{ name: "clip-value", limit: 0.5 }],
];

const toClipOrNot: Pick<Preset, "title" | "summary" | "arms"> = {
  title: "To clip or not",
  summary: "Gradient clipping at a fixed norm and at one that follows the norm's own history, against none",
  arms: [[], [clipping], [{ name: "zclip", threshold: 2.5, decay: 0.97, warmup: 25 }]],
};

const penaltyOrNorm: Pick<Preset, "title" | "arms"> = {
  title: "Penalty or spectral norm",
  arms: [[], [{ name: "r1", gamma: 1 }], [{ name: "spectral-normalization", iterations: 1 }]],
};

export const presets: readonly Preset[] = [
  {
    id: "ring-clipping-or-penalty",
    workload: "ring-gan",
    title: "Clipping or penalty",
    summary: "Gradient clipping, weight clipping and a gradient penalty against no cure",
    question: "Does clipping or a gradient penalty keep the critic of a ring GAN stable?",
    arms: [[], [clipping], [{ name: "weight-clipping", limit: 0.01 }], [{ name: "wgan-gp", coefficient: 1 }]],
  },
  {
    id: "ring-penalty-strength",
    workload: "ring-gan",
    title: "How strong a penalty",
    summary: "wgan-gp with coefficients .1, 1 and 10",
    question: "How strong must the gradient penalty be on a ring GAN?",
    arms: [
      [{ name: "wgan-gp", coefficient: 0.1 }],
      [{ name: "wgan-gp", coefficient: 1 }],
      [{ name: "wgan-gp", coefficient: 10 }],
    ],
  },
  {
    id: "grid-forgotten-modes",
    workload: "grid-gan",
    title: "Forgotten modes",
    summary: "Two gradient penalties against none, by the share of 25 modes that is kept",
    question: "Does a gradient penalty keep a GAN from forgetting modes of a grid?",
    arms: [[], [{ name: "wgan-gp", coefficient: 0.1 }], [{ name: "r1", gamma: 0.1 }]],
  },
  {
    id: "swiss-roll-clipping-or-penalty",
    workload: "swiss-roll-gan",
    title: "Clipping or penalty",
    summary: "Gradient clipping, weight clipping and a gradient penalty against no cure",
    question: "Which bound on a critic lets a GAN follow a spiral?",
    arms: [
      [],
      [clipping],
      [{ name: "weight-clipping", limit: 0.01 }],
      [{ name: "wgan-gp", coefficient: 0.1 }],
    ],
  },
  {
    id: "mnist-clipping-or-penalty",
    workload: "mnist-gan",
    title: "Clipping or penalty",
    summary: "Gradient clipping and the R1 penalty against no cure",
    question: "Does clipping or R1 calm the discriminator of a GAN on MNIST?",
    arms: [[], [clipping], [{ name: "r1", gamma: 10 }]],
  },
  {
    id: "acgan-penalty-or-norm",
    workload: "mnist-acgan",
    summary: "The R1 penalty and spectral normalization against no cure, by the digits that were asked for",
    question: "Does bounding the discriminator help a GAN make the digit it is asked for?",
    ...penaltyOrNorm,
  },
  {
    id: "growth-penalty-or-norm",
    workload: "mnist-progressive-gan",
    summary: "The R1 penalty and spectral normalization against no cure, while the networks grow",
    question: "Does bounding the discriminator help a GAN that grows?",
    ...penaltyOrNorm,
  },
  {
    id: "adding-to-clip-or-not",
    workload: "adding-rnn",
    question: "Does clipping help a recurrent net add two of fifty numbers?",
    ...toClipOrNot,
  },
  {
    id: "copying-to-clip-or-not",
    workload: "copy-rnn",
    question: "Does clipping help a recurrent net remember symbols?",
    ...toClipOrNot,
  },
  {
    id: "char-lm-to-clip-or-not",
    workload: "char-lm",
    question: "Does clipping help a language model?",
    ...toClipOrNot,
  },
  {
    id: "rnn-clipping-or-penalty",
    workload: "temporal-order-rnn",
    title: "Clipping or penalty",
    summary: "Gradient clipping, an input-gradient penalty and both, against no cure",
    question: "Does clipping or a penalty let a vanilla RNN learn temporal order?",
    arms: [
      [],
      [clipping],
      [{ name: "input-gradient-penalty", coefficient: 0.01 }],
      [clipping, { name: "input-gradient-penalty", coefficient: 0.01 }],
    ],
  },
  {
    id: "rnn-ways-of-clipping",
    workload: "temporal-order-rnn",
    title: "Ways of clipping",
    summary: "By global norm, by each tensor's norm and by value, against none",
    question: "Which way of clipping lets a vanilla RNN learn temporal order?",
    arms: waysOfClipping,
  },
  {
    id: "classifier-penalty-or-decay",
    workload: "mnist-classifier",
    title: "Penalty or decay",
    summary: "An input-gradient penalty and weight decay, against none, by held-out digits",
    question: "Does an input-gradient penalty or weight decay make a digit classifier generalize better?",
    arms: [
      [],
      [{ name: "input-gradient-penalty", coefficient: 0.01 }],
      [{ name: "weight-decay", coefficient: 0.01 }],
    ],
  },
  {
    id: "deep-mlp-clipping",
    workload: "deep-mlp",
    title: "No cure by clipping",
    summary: "Two ways of clipping against none where gradients vanish; residual connections are a setting",
    question: "Does clipping help a deep network whose gradient vanishes?",
    arms: [[], [clipping], [{ name: "agc", ratio: 0.01, epsilon: 1e-3 }]],
  },
  {
    id: "ring-ways-of-clipping",
    workload: "ring-gan",
    title: "Ways of clipping",
    summary: "By global norm, by each tensor's norm and by value, against none",
    question: "Does the way of clipping matter for the critic of a ring GAN?",
    arms: waysOfClipping,
  },
];
