import { z } from "zod";

/** A client may bring its own id; ours are 10 characters of lower-case base 32. */
const identifier = (noun: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, `A ${noun} id is 1 to 64 letters, digits, ".", "_" or "-"`);

export const RunId = identifier("run");
export const ExperimentId = identifier("experiment");

/** Optimizer step: a non-negative integer that a double holds exactly. */
export const Step = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
export const largestSeed = 2 ** 32 - 1;

/** Seed of every random number of a run. */
export const Seed = z.number().int().min(0).max(largestSeed);
