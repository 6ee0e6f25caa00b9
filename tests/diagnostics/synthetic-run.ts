import type { DetectedEpisode } from "../../db/contract/episode";
import { createRunMonitor, type RunPoint } from "../../diagnostics/monitor-run";

/** Seeded uniform numbers in [0, 1): mulberry32. */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Seeded standard normal numbers (Box-Muller). */
export function normal(seed: number): () => number {
  const next = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

export type Series = Record<string, (step: number) => number | undefined>;

/** One point a step for every series that has one there. */
export function points(series: Series, steps: number, every = 1): RunPoint[] {
  const all: RunPoint[] = [];
  for (let step = 0; step < steps; step += every)
    for (const [name, valueAt] of Object.entries(series)) {
      const value = valueAt(step);
      if (value !== undefined) all.push({ series: name, step, value });
    }
  return all;
}

export function detect(all: readonly RunPoint[]): DetectedEpisode[] {
  const monitor = createRunMonitor();
  for (const point of all) monitor.push(point);
  monitor.end();
  return monitor.episodes();
}

/** A healthy supervised run: loss falls to .2 and scatters; norm near 1 with the given log scatter. */
export function healthy(
  seed: number,
  logScatter = 0.2,
): { norm: (step: number) => number; loss: (step: number) => number } {
  const a = normal(seed);
  const b = normal(seed + 1000);
  return {
    norm: () => Math.exp(logScatter * a()),
    loss: (step) => (0.2 + 1.8 * Math.exp(-step / 150)) * (1 + 0.05 * b()),
  };
}

/** Episodes of exploding gradients alone. */
export const explosions = (all: Parameters<typeof detect>[0]) =>
  detect(all).filter(({ kind }) => kind === "exploding_gradient");
