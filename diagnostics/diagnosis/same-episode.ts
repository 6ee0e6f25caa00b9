import type { DetectedEpisode } from "../../db/contract/episode";

type Stretch = Pick<DetectedEpisode, "kind" | "series" | "startStep" | "endStep">;

/**
 * The episode of a replay that a stored one is: the same, or of those of its kind that overlap with it the one of its series, then
 * the one that begins nearest. A replay over a whole run may date an episode otherwise than the monitor, which saw the run
 * grow, or resume, and thresholds change with versions. Undefined where none overlaps.
 */
export function sameEpisode<Replayed extends Stretch>(
  { kind, series, startStep, endStep }: Stretch,
  replayed: readonly Replayed[],
): Replayed | undefined {
  const distance = (one: Stretch) => [Number(one.series !== series), Math.abs(one.startStep - startStep)];
  return replayed
    .filter((one) => one.kind === kind && one.startStep <= endStep && one.endStep >= startStep)
    .sort((a, b) => {
      const [seriesA = 0, stepsA = 0] = distance(a);
      const [seriesB = 0, stepsB = 0] = distance(b);
      return seriesA - seriesB || stepsA - stepsB;
    })[0];
}
