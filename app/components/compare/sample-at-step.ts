import type { MediaItem } from "../../../db/contract/read-models";

/** All steps at which any of the runs drew samples, ascending: the stops of the scrubber. */
export function sampleSteps(perRun: readonly (readonly MediaItem[])[]): number[] {
  return [...new Set(perRun.flatMap((items) => items.map((item) => item.step)))].sort((a, b) => a - b);
}

/** The last sample drawn at or before a step; a run that ended early keeps showing its last one. */
export function sampleAt(items: readonly MediaItem[], step: number): MediaItem | null {
  let best: MediaItem | null = null;
  for (const item of items) if (item.step <= step && (!best || item.step > best.step)) best = item;
  return best;
}
