import { budget } from "./tasks";

/**
 * Steps a second of CPU time, all threads of the process together: a machine that does other work slows the
 * clock on the wall but not this one, and a side that computes on two threads pays for both.
 */
export function stepsPerCpuSecond(step: () => void): number {
  const warmUpEndsAt = performance.now() + budget.warmUpMs;
  for (let made = 0; made < budget.warmUpSteps || performance.now() < warmUpEndsAt; made++) step();
  const before = process.cpuUsage();
  const endsAt = performance.now() + budget.measuredMs;
  let made = 0;
  for (; made < budget.measuredSteps || performance.now() < endsAt; made++) step();
  const { user, system } = process.cpuUsage(before);
  return made / ((user + system) / 1e6);
}

/** Uniform in (-bound, bound). Both sides' weights and data: what they are matters to no speed. */
export function uniform(count: number, bound = 1): Float32Array {
  return Float32Array.from({ length: count }, () => bound * (2 * Math.random() - 1));
}

export function integers(count: number, below: number): Int32Array {
  return Int32Array.from({ length: count }, () => Math.floor(Math.random() * below));
}
