import type { About } from "./messages";

/** Both as one: lines of log one after the other, and of all else what was said last. */
export function merge(before: About, after: About): About {
  const log = [...(before.log ?? []), ...(after.log ?? [])];
  const config = { ...before.config, ...after.config };
  return {
    ...before,
    ...after,
    ...(log.length > 0 && { log }),
    ...(Object.keys(config).length > 0 && { config }),
  };
}
