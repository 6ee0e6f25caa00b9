import type { About } from "./messages";

/** Both as one: lines of log and images one after the other, and of all else what was said last. */
export function merge(before: About, after: About): About {
  const log = [...(before.log ?? []), ...(after.log ?? [])];
  const media = [...(before.media ?? []), ...(after.media ?? [])];
  const config = { ...before.config, ...after.config };
  return {
    ...before,
    ...after,
    ...(log.length > 0 && { log }),
    ...(media.length > 0 && { media }),
    ...(Object.keys(config).length > 0 && { config }),
  };
}
