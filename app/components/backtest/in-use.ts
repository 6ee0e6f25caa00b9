import type { ThresholdValues } from "../../backtest/search-params";
import type { Detector } from "./slider-scale";
import type { KeptThreshold } from "./use-kept-thresholds";

/** Thresholds of a detector that are kept: for runs of one workload its own before those of all, else those of all. */
export function inUseFor(
  kept: readonly Pick<KeptThreshold, "workload" | "detector" | "name" | "value">[],
  detector: Detector["id"],
  workloads: readonly string[],
): ThresholdValues {
  const own = kept.filter((one) => one.detector === detector);
  const of = (workload: string) =>
    own.filter((one) => one.workload === workload).map(({ name, value }) => [name, value] as const);
  const [only] = workloads;
  return Object.fromEntries([...of(""), ...(only !== undefined && workloads.length === 1 ? of(only) : [])]);
}

/** The values that set what is in use back to the detector's defaults. */
export function defaultsOf({ parameters }: Pick<Detector, "parameters">, inUse: ThresholdValues) {
  return Object.fromEntries(
    parameters.flatMap(({ name, standard }) =>
      inUse[name] === undefined || inUse[name] === standard ? [] : [[name, standard]],
    ),
  );
}
