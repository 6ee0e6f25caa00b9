const defaults = {
  firstMs: 1_000,
  longestMs: 5 * 60_000,
  /** After this long without success the delivery is given up, and says so. */
  giveUpAfterMs: 7 * 24 * 3_600_000,
};

/**
 * Milliseconds until the next try after `attempts` failed ones: 1 s doubling up to 5 min, of which a
 * random half is taken off so that many deliveries to one receiver do not come all at once.
 */
export function retryDelayMs(attempts: number, random: () => number = Math.random): number {
  const full = Math.min(defaults.longestMs, defaults.firstMs * 2 ** Math.min(attempts - 1, 30));
  return Math.round(full * (1 - random() / 2));
}

export const isGivenUp = (createdAt: number, now: number): boolean =>
  now - createdAt > defaults.giveUpAfterMs;
