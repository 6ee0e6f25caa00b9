import type { RunConfig } from "../../db/contract/run-config";
import type { Stopwatch } from "../probes/stopwatch";
import { ringGan } from "./ring-gan";
import type { Workload } from "./workload";

/** The workload of a config, with networks at their initial weights. */
export function createWorkload(config: RunConfig, stopwatch: Stopwatch): Workload {
  switch (config.workload) {
    case "ring-gan":
      return ringGan(config, stopwatch);
    default:
      throw new Error(`pending ${config.workload}`);
  }
}
