import type { Replay } from "./replay";

/** How early a run was warned of its end. */
export interface LeadTime {
  /** First step at which an episode was more than benign. */
  alarmStep: number;
  /** First step with a loss that was not finite and stayed so. */
  nonFiniteStep: number;
}

/** Undefined where the loss stays finite, and where nothing warned before. */
export function leadTimeOf({ episodes, firstNonFiniteStep }: Replay): LeadTime | undefined {
  if (firstNonFiniteStep === undefined) return undefined;
  const earlier = episodes.flatMap(({ alarmedAt = Number.POSITIVE_INFINITY }) =>
    alarmedAt < firstNonFiniteStep ? [alarmedAt] : [],
  );
  return earlier.length === 0
    ? undefined
    : { alarmStep: Math.min(...earlier), nonFiniteStep: firstNonFiniteStep };
}
