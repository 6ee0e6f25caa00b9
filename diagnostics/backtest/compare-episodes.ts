import type { ReplayedEpisode } from "./replay";

/** What became of an episode when a setting was changed. */
export const episodeChanges = ["gained", "lost", "moved", "kept"] as const;
export type EpisodeChange = (typeof episodeChanges)[number];

/** An episode before, after, or both, and what changed. */
export interface ComparedEpisode {
  change: EpisodeChange;
  before: ReplayedEpisode | undefined;
  after: ReplayedEpisode | undefined;
}

/**
 * Pairs the episodes of one run under two settings. Two are the same event when they are of one kind and series and share a
 * step; of several that do, the earliest pair is taken. "moved": another first, last or alarm step, or another severity.
 */
export function compareEpisodes(
  before: readonly ReplayedEpisode[],
  after: readonly ReplayedEpisode[],
): ComparedEpisode[] {
  const free = new Set(after);
  const compared = before.map((one): ComparedEpisode => {
    const match = after.find((other) => free.has(other) && isSameEvent(one, other));
    if (!match) return { change: "lost", before: one, after: undefined };
    free.delete(match);
    return { change: isUnchanged(one, match) ? "kept" : "moved", before: one, after: match };
  });
  for (const one of free) compared.push({ change: "gained", before: undefined, after: one });
  return compared.sort((a, b) => firstStep(a) - firstStep(b));
}

const isSameEvent = (one: ReplayedEpisode, other: ReplayedEpisode): boolean =>
  one.kind === other.kind &&
  one.series === other.series &&
  one.startStep <= other.endStep &&
  other.startStep <= one.endStep;

const isUnchanged = (one: ReplayedEpisode, other: ReplayedEpisode): boolean =>
  one.startStep === other.startStep &&
  one.endStep === other.endStep &&
  one.alarmedAt === other.alarmedAt &&
  one.severity === other.severity;

const firstStep = ({ before, after }: ComparedEpisode): number =>
  Math.min(before?.startStep ?? Number.POSITIVE_INFINITY, after?.startStep ?? Number.POSITIVE_INFINITY);
