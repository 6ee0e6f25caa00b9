import type { RunConfig } from "../../db/contract/run-config";
import type { Stopwatch } from "../probes/stopwatch";
import { mnistGan } from "./mnist-gan";
import { ringGan } from "./ring-gan";
import { temporalOrderRnn } from "./temporal-order-rnn";
import type { Workload } from "./workload";

/** The workload of a config, with networks at their initial weights. */
export function createWorkload(config: RunConfig, stopwatch: Stopwatch): Workload {
  switch (config.workload) {
    case "ring-gan":
      return ringGan(config, stopwatch);
    case "temporal-order-rnn":
      return temporalOrderRnn(config, stopwatch);
    case "mnist-gan":
      return mnistGan(config, stopwatch);
  }
}
