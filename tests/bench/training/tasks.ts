/**
 * Training steps that ours, stock TensorFlow.js and PyTorch all make: same sizes, same loss, Adam, and the loss
 * read after each step. Every side makes its own random weights and data once; a step takes in its batch anew.
 */
export const tasks = {
  "critic-mlp-128": { kind: "mlp-critic", units: 128, hiddenLayers: 3, inputs: 2, batch: 256 },
  "critic-mlp-512": { kind: "mlp-critic", units: 512, hiddenLayers: 3, inputs: 2, batch: 256 },
  /** Strided 4 x 4 convolutions 28 -> 14 -> 7, then one dense unit. */
  "critic-conv": { kind: "conv-critic", side: 28, channels: 16, batch: 64 },
  /** Vanilla tanh net, one label after the last step. */
  rnn: { kind: "rnn", time: 50, inputs: 8, hidden: 64, classes: 4, batch: 64 },
  /** Pre-norm decoder with ReLU in a block of 4 d units, next-token cross-entropy at every position. */
  transformer: { kind: "transformer", layers: 2, width: 64, heads: 4, length: 32, vocabulary: 64, batch: 16 },
  "mlp-512": { kind: "mlp", units: 512, hiddenLayers: 12, inputs: 64, classes: 10, batch: 256 },
} as const;

export type TaskName = keyof typeof tasks;
export type Task = (typeof tasks)[TaskName];
export type TaskOf<Kind extends Task["kind"]> = Extract<Task, { kind: Kind }>;

/** Of E (norm(grad D) - 1)^2: WGAN-GP's. */
export const penaltyCoefficient = 10;
/** LeakyReLU of the critics; other nets are rectified with slope 0. */
export const criticSlope = 0.2;
export const learningRate = 1e-4;

/** How long a side trains: enough for compilers to settle, and for the figure to repeat. */
export const budget = { warmUpMs: 1500, warmUpSteps: 3, measuredMs: 4000, measuredSteps: 4 };

export function taskOf(name: string): Task {
  const task = (tasks as Record<string, Task>)[name];
  if (!task) throw new Error(`Expected one of ${Object.keys(tasks).join(", ")}, got "${name}"`);
  return task;
}
