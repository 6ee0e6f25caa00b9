import { z } from "zod";
import { PositiveFloat } from "./float";

const Rate = z.number().positive().max(1000).describe("Learning rate");
const Decay = z.number().min(0).lt(1);
const Epsilon = PositiveFloat.default(1e-8).describe("Added to the denominator");

export const Optimizer = z.discriminatedUnion("name", [
  z.strictObject({
    name: z.literal("sgd"),
    learningRate: Rate.default(0.1),
    momentum: Decay.default(0).describe("Share of the last update that is kept"),
  }),
  z.strictObject({
    name: z.literal("rmsprop"),
    learningRate: Rate.default(5e-5),
    decay: Decay.default(0.9).describe("Decay of the mean squared gradient"),
    epsilon: Epsilon,
  }),
  z.strictObject({
    name: z.literal("adam"),
    learningRate: Rate.default(1e-3),
    beta1: Decay.default(0.9).describe("Decay of the mean gradient"),
    beta2: Decay.default(0.999).describe("Decay of the mean squared gradient"),
    epsilon: Epsilon,
  }),
]);
export type Optimizer = z.infer<typeof Optimizer>;
