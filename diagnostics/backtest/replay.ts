import type { DetectedEpisode } from "../../db/contract/episode";
import { createRunMonitor, type MonitorOptions, type RunMonitor } from "../monitor-run";

/** One series of a run, in step order. */
export interface ReplayedSeries {
  name: string;
  step: readonly number[];
  value: readonly number[];
}

export interface ReplayedEpisode extends DetectedEpisode {
  /** Step at which it was first more than benign; undefined for one that never was: no alarm. */
  alarmedAt: number | undefined;
}

export interface Replay {
  episodes: ReplayedEpisode[];
  /** Steps of the run: one more than its last step less its first. */
  steps: number;
  points: number;
  /** First step with a loss that is not finite. */
  firstNonFiniteStep: number | undefined;
}

/**
 * Judges a stored run as the monitor would have while it was recorded: step after step, with what was known then.
 * Series are merged in O(points + steps x series). `onStep` is asked before the points of a step are given to the monitor.
 */
export function replay(
  series: readonly ReplayedSeries[],
  options: MonitorOptions = {},
  onStep?: (step: number, monitor: RunMonitor) => void,
): Replay {
  const monitor = createRunMonitor(options);
  const alarms = new Map<string, number>();
  const next = series.map(() => 0);
  let points = 0;
  let first = Number.NaN;
  let last = -1;
  for (;;) {
    let step = Number.POSITIVE_INFINITY;
    for (const [index, { step: steps }] of series.entries())
      step = Math.min(step, steps[next[index] as number] ?? Number.POSITIVE_INFINITY);
    if (step === Number.POSITIVE_INFINITY) break;
    onStep?.(step, monitor);
    for (const [index, { name, step: steps, value }] of series.entries())
      for (let at = next[index] as number; steps[at] === step; at = ++(next[index] as number)) {
        monitor.push({ series: name, step, value: value[at] as number });
        points++;
      }
    for (const episode of monitor.settle()) noteAlarm(alarms, episode, step);
    if (Number.isNaN(first)) first = step;
    last = step;
  }
  for (const episode of monitor.end()) noteAlarm(alarms, episode, last);
  const episodes = monitor
    .episodes()
    .map((episode) => ({ ...episode, alarmedAt: alarms.get(identityOf(episode)) }));
  return {
    episodes,
    steps: points === 0 ? 0 : last - first + 1,
    points,
    firstNonFiniteStep: episodes.find((one) => one.kind === "non_finite" && one.severity === "critical")
      ?.startStep,
  };
}

function noteAlarm(alarms: Map<string, number>, episode: DetectedEpisode, step: number): void {
  const identity = identityOf(episode);
  if (episode.severity !== "benign" && !alarms.has(identity)) alarms.set(identity, step);
}

const identityOf = ({ kind, series, startStep }: DetectedEpisode): string => `${kind} ${series} ${startStep}`;
