import { BatchGrowth } from "./batch-growth";
import { Optimizer } from "./optimizer";
import { schedule } from "./schedule";

/** What the config of every network with one loss holds; the defaults are the workload's own. */
export function everySupervised(defaults: { optimizer: Parameters<typeof Optimizer.prefault>[0] }) {
  return {
    optimizer: Optimizer.prefault(defaults.optimizer).describe("Optimizer of the network"),
    schedule: schedule("network"),
    batchGrowth: BatchGrowth.prefault({}),
  };
}
