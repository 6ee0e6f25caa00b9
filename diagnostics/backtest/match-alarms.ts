import type { RunLabel } from "./label";
import type { Prediction } from "./prediction";

/** What became of the alarms of one kind in one labelled run. */
export interface Match {
  /** Steps from each found episode's labelled start to its first alarm; negative inside the tolerance. */
  delays: number[];
  /** Harmful episodes that no alarm found. */
  missed: number;
  /** Alarms that no label explains. */
  falseAlarms: number;
  /** Further alarms inside an episode that was found. */
  duplicates: number;
  /** Alarms that count neither way: a benign label, or a stretch that is marked so. */
  ignored: number;
  /** Whether an alarm lay in each harmful episode, in the order of the label. */
  found: boolean[];
}

/**
 * Alarms less than `mergeSteps` apart are one, and its first step counts. It finds a harmful episode when that lies between
 * the episode's start less its tolerance and its end; each episode is found once. No point-adjusted scores: an alarm late in
 * a long episode is found late, and says so by its delay.
 */
export function matchAlarms(
  kind: string,
  label: RunLabel,
  predictions: readonly Prediction[],
  mergeSteps = 50,
): Match {
  const ofKind = label.episodes.filter((episode) => episode.kind === kind);
  const harmful = ofKind.filter(({ severity }) => severity === "harmful");
  const benign = ofKind.filter(({ severity }) => severity !== "harmful");
  const dontCare = label.dont_care.filter((one) => one.kind === kind || one.kind === "*");
  const delayOf = harmful.map((): number | undefined => undefined);
  const match: Match = { delays: [], missed: 0, falseAlarms: 0, duplicates: 0, ignored: 0, found: [] };

  for (const at of mergedAlarms(predictions, mergeSteps)) {
    const isInside = (one: { start_step: number; end_step: number; onset_tolerance?: number }) =>
      one.start_step - (one.onset_tolerance ?? 0) <= at && at <= one.end_step;
    const inside = harmful.flatMap((episode, index) => (isInside(episode) ? [index] : []));
    if (inside.length > 0) {
      const free = inside.find((index) => delayOf[index] === undefined);
      if (free === undefined) match.duplicates++;
      else delayOf[free] = at - (harmful[free]?.start_step ?? 0);
    } else if (benign.some(isInside) || dontCare.some(isInside)) match.ignored++;
    else match.falseAlarms++;
  }
  match.delays = delayOf.filter((delay) => delay !== undefined);
  match.found = delayOf.map((delay) => delay !== undefined);
  match.missed = harmful.length - match.delays.length;
  return match;
}

/** First step of each group of alarms that lie close together. */
function mergedAlarms(predictions: readonly Prediction[], mergeSteps: number): number[] {
  const sorted = [...predictions].sort((a, b) => a.alarm_step - b.alarm_step || a.end_step - b.end_step);
  const groups: { alarm: number; end: number }[] = [];
  for (const { alarm_step, end_step } of sorted) {
    const last = groups.at(-1);
    const end = Math.max(alarm_step, end_step);
    if (last && alarm_step - last.end < mergeSteps) last.end = Math.max(last.end, end);
    else groups.push({ alarm: alarm_step, end });
  }
  return groups.map(({ alarm }) => alarm);
}
