import type { Schedule } from "../../db/contract/config/schedule";
import type { WorkloadDescription } from "../../db/contract/workloads/describe";
import type { Points } from "../probes/points";
import type { StateRegistry } from "../state/state-registry";
import { createMetricWatch } from "./metric-watch";

/**
 * Cuts the rate where a metric has made no progress for `patience` steps: share *= factor, not below `lowestShare`;
 * after a cut patience starts anew. The best mean is kept, so a cut that does not help is followed by another.
 * Source: PyTorch's and Keras's ReduceLROnPlateau, over steps instead of epochs.
 */
export interface Plateau {
  readonly share: number;
  observe(step: number, points: Points): void;
}

export function createPlateau(
  settings: Extract<Schedule, { name: "plateau" }>,
  outcome: WorkloadDescription["outcome"],
  state: StateRegistry,
): Plateau {
  const watch = createMetricWatch(settings, outcome, state);
  let share = 1;
  state.value(
    "share",
    () => share,
    (restored) => {
      share = restored;
    },
  );
  return {
    get share() {
      return share;
    },
    observe(step, points) {
      if (!watch.observe(step, points)) return;
      share = Math.max(settings.lowestShare, share * settings.factor);
      watch.restart(step);
    },
  };
}
