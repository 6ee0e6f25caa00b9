import type { EarlyStopping as Settings } from "../../db/contract/config/early-stopping";
import type { WorkloadDescription } from "../../db/contract/workloads/describe";
import { formatFigure } from "../../diagnostics/format-figure";
import type { Points } from "../probes/points";
import type { StateRegistry } from "../state/state-registry";
import { createMetricWatch } from "./metric-watch";

/**
 * Early stopping (Prechelt 1998): the run is over once its metric has made no progress for `patience` steps. It ends as
 * finished, with the weights of its last step. Misleads: with few or noisy points the best mean may be luck, and all
 * later ones look like a standstill.
 */
export interface EarlyStopping {
  /** Takes a step's points; a sentence why the run is to end here, undefined while it goes on. */
  observe(step: number, points: Points): string | undefined;
}

export function createEarlyStopping(
  settings: Settings,
  outcome: WorkloadDescription["outcome"],
  state: StateRegistry,
): EarlyStopping {
  const watch = createMetricWatch(settings, outcome, state);
  return {
    observe(step, points) {
      if (!watch.observe(step, points)) return undefined;
      const best = Number.isFinite(watch.best)
        ? `its best mean over ${settings.window} steps was ${formatFigure(watch.best)}, at step ${watch.bestStep}`
        : "it was never finite";
      return `Stopped early at step ${step}: ${watch.series} made no progress in ${settings.patience} steps; ${best}`;
    },
  };
}
