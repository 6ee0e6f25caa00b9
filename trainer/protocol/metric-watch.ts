import { closest } from "../../db/contract/closest";
import { GradiometerError } from "../../db/contract/errors";
import type { WorkloadDescription } from "../../db/contract/workloads/describe";
import type { Points } from "../probes/points";
import type { StateRegistry } from "../state/state-registry";

export interface WatchedMetric {
  metric: string;
  better: "auto" | "lower" | "higher";
  /** Steps. */
  window: number;
  minDelta: number;
  /** Steps without progress after which the metric is at a standstill. */
  patience: number;
}

type Outcome = WorkloadDescription["outcome"];

/**
 * Tells whether a metric still makes progress: what a plateau schedule and early stopping wait for.
 *
 * Progress at step t: the mean over the points of steps t - window + 1 ... t is better than the best such mean so
 * far by more than `minDelta`. A mean, since single values of a stochastic loss say little (Keras and PyTorch compare
 * means over epochs). A mean that is not finite is no progress.
 * Misleads: the loss of a GAN is no distance; it may stand still while the samples improve, and the other way round.
 */
export interface MetricWatch {
  /** The series followed. */
  readonly series: string;
  /** The best mean so far; infinite before the first. */
  readonly best: number;
  readonly bestStep: number;
  /** Takes a step's points, in the order of steps; true where there was no progress for `patience` steps. */
  observe(step: number, points: Points): boolean;
  /** Patience starts anew. */
  restart(step: number): void;
}

export function createMetricWatch(
  { metric, better, window, minDelta, patience }: WatchedMetric,
  outcome: Outcome,
  state: StateRegistry,
): MetricWatch {
  const series = metric === "outcome" ? outcome.series : metric;
  const sign = isHigherBetter(series, better, outcome) ? 1 : -1;
  let steps: number[] = [];
  let values: number[] = [];
  let seen = false;
  let best = Number.NEGATIVE_INFINITY;
  let bestStep = 0;
  let patientSince = 0;
  state.value(
    "watch",
    () => ({ steps: [...steps], values: [...values], seen, best, bestStep, patientSince }),
    (restored) => ({ steps, values, seen, best, bestStep, patientSince } = structuredClone(restored)),
  );

  function take(step: number, value: number | undefined): void {
    if (value !== undefined) {
      seen = true;
      steps.push(step);
      values.push(value);
    }
    const kept = steps.findIndex((at) => at > step - window);
    if (kept === 0) return;
    steps = kept < 0 ? [] : steps.slice(kept);
    values = kept < 0 ? [] : values.slice(kept);
  }

  return {
    series,
    get best() {
      return sign * best;
    },
    get bestStep() {
      return bestStep;
    },
    observe(step, points) {
      take(step, points.get(series));
      if (step < window) return false;
      const mean = (sign * values.reduce((sum, value) => sum + value, 0)) / values.length;
      if (mean > best + minDelta) {
        best = mean;
        bestStep = step;
        patientSince = step;
      }
      const isAtStandstill = step - patientSince >= patience;
      if (isAtStandstill && !seen) refuseUnseen(series, step, points);
      return isAtStandstill;
    },
    restart(step) {
      patientSince = step;
    },
  };
}

function isHigherBetter(series: string, better: WatchedMetric["better"], outcome: Outcome): boolean {
  if (better !== "auto") return better === "higher";
  if (series === outcome.series) return outcome.better === "higher";
  return /(^|[/_])accuracy(\/|$)/.test(series);
}

/** A rule that follows a series of no such name would act on nothing. */
function refuseUnseen(series: string, step: number, points: Points): never {
  const near = closest(series, [...points.keys()]);
  throw new GradiometerError(
    "invalid",
    `Expected a series "${series}" to follow, and none came in ${step} steps${near ? `; did you mean "${near}"?` : ""} The steps record ${[...points.keys()].join(", ")}; name one of them as metric`,
  );
}
