import type { UserCode } from "./user-code";

/** What a module's promises and timers throw when none of its functions is being called. */
export interface LateFaults {
  /** Throws the first of them, by the module's line. */
  rethrow(): void;
}

/**
 * Catches them for the rest of the process, so that they end the run like any other fault. Takes the place of the
 * listeners that the WebAssembly backend brings: those throw once more, and the process dies without a record.
 */
export function catchLateFaults(code: UserCode): LateFaults {
  let first: { fault: unknown } | undefined;
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.removeAllListeners(event);
    process.on(event, (error: unknown) => {
      const isOwn = error instanceof Error && code.lineIn(error.stack ?? "") === undefined;
      first ??= { fault: isOwn ? error : code.named(error, "a promise or a timer of it ran") };
    });
  }
  return {
    rethrow() {
      if (first) throw first.fault;
    },
  };
}
