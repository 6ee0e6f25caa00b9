import type { Logger } from "pino";

/**
 * Work that comes round again and must survive a full disk or a locked database: a failure is logged
 * when it begins, not at every round, and the work is tried again at the next one.
 */
export function recurring<Result>(
  log: Logger,
  who: string,
  work: () => Result,
  whenFailed: Result,
): () => Result {
  let failing = false;
  return () => {
    try {
      const result = work();
      if (failing) log.info(`${who} works again`);
      failing = false;
      return result;
    } catch (error) {
      if (!failing) log.error({ err: error }, `${who} could not work and tries again`);
      failing = true;
      return whenFailed;
    }
  };
}
