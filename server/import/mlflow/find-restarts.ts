import { type Metric, metricBlocks, parseMetricLine } from "./metric-lines";

/** What the lines of a metric are whose steps go back, by their places among those that are read. */
export interface GoingBack {
  restarts: readonly number[];
  /** The last line, where it goes back: the next one will tell. */
  undecided: number | undefined;
}

interface Candidate {
  metric: string;
  place: number;
  step: number;
  timestampMs: number;
}

/**
 * Where a run was restarted. MLflow takes steps in any order: a client may log one again, or late, without anything having
 * been trained anew. A restart is told by three things:
 *
 * - at least two lines after each other count up again among steps that were passed before;
 * - the first of them was logged after what it goes back behind: what is older only came late;
 * - no other metric that had come as far goes on beyond that as though nothing had happened: a metric that goes back
 *   alone has a counter of its own, such as a batch within its epoch.
 */
export function findRestarts(metrics: readonly Metric[]): ReadonlyMap<string, GoingBack> {
  const undecided = new Map<string, number | undefined>();
  const candidates: Candidate[] = [];
  for (const metric of metrics) undecided.set(metric.name, collect(metric, candidates));
  const isContradicted = contradicted(metrics, candidates);
  return new Map(
    metrics.map(({ name }) => [
      name,
      {
        restarts: candidates
          .filter((candidate) => candidate.metric === name && !isContradicted.has(candidate))
          .map(({ place }) => place),
        undecided: undecided.get(name),
      },
    ]),
  );
}

/** Adds the places where a metric counts up again; returns that of a last line that goes back. */
function collect(metric: Metric, candidates: Candidate[]): number | undefined {
  let last = metric.lastStep;
  let lastMs = Number.NEGATIVE_INFINITY;
  let begun: Candidate | undefined;
  let place = -1;
  for (const { step, timestampMs } of linesOf(metric)) {
    place++;
    if (!isStep(step)) continue;
    if (begun && step > begun.step && step <= last && timestampMs >= begun.timestampMs) {
      candidates.push(begun);
      last = step;
      lastMs = timestampMs;
      begun = undefined;
    } else {
      const goesBack = step < last && timestampMs >= lastMs;
      begun = goesBack ? { metric: metric.name, place, step, timestampMs } : undefined;
      if (step >= last) [last, lastMs] = [step, timestampMs];
    }
  }
  return begun?.place;
}

/** The candidates during which another metric went on beyond where it was, having been as far as they go back to. */
function contradicted(metrics: readonly Metric[], candidates: readonly Candidate[]): ReadonlySet<Candidate> {
  const found = new Set<Candidate>();
  if (candidates.length === 0) return found;
  const byTime = [...candidates].sort((a, b) => a.timestampMs - b.timestampMs);
  for (const metric of metrics) {
    let last = metric.lastStep;
    let next = 0;
    for (const { step, timestampMs } of linesOf(metric)) {
      for (; next < byTime.length; next++) {
        const candidate = byTime[next] as Candidate;
        if (candidate.timestampMs > timestampMs) break;
        if (candidate.metric !== metric.name && last >= candidate.step && step > last && isStep(step))
          found.add(candidate);
      }
      if (isStep(step)) last = Math.max(last, step);
    }
  }
  return found;
}

function* linesOf(metric: Metric) {
  for (const { lines } of metricBlocks(metric))
    for (const text of lines) {
      const line = text === "" ? undefined : parseMetricLine(text);
      // Places count every line that is one.
      if (line) yield line;
    }
}

const isStep = (step: number): boolean => step >= 0 && Number.isSafeInteger(step);
