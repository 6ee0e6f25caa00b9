import { refusalsOf } from "./compatibility";
import { GradiometerError } from "./errors";
import type { RunConfig } from "./run-config";
import { watchingConflictsOf } from "./watched-series";

/** Throws "invalid" for a config whose every setting is right by itself and that makes no sense as a whole. */
export function assertLaunchable(config: RunConfig): void {
  const [watching] = watchingConflictsOf(config);
  if (watching) throw new GradiometerError("invalid", watching.message);
  const conflicts = refusalsOf(config);
  if (conflicts.length > 0) throw new GradiometerError("invalid", `${conflicts.join(". ")}.`);
}
