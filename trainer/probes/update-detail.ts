import type { Network } from "../networks/network";
import { deadUnits } from "./dead-units";
import { reportGradientHistogram, reportGradientQuantiles } from "./gradient-magnitudes";
import { reportLayerUpdates } from "./layer-updates";
import type { ProbePlan } from "./plan";
import type { Points } from "./points";
import { sortedMagnitudes } from "./sorted-magnitudes";

/** What is looked at each k steps, more closely than at each: the last update of such a step. */
export interface UpdateDetail {
  /** `gradient`: before clipping. */
  beforeUpdate(gradient: Float32Array): void;
  /** After the step's last update. */
  report(points: Points): void;
}

export function createUpdateDetail(network: Network, plan: ProbePlan): UpdateDetail {
  const { name, layers, values } = network;
  const gradient = new Float32Array(values.length);
  const weights = new Float32Array(values.length);
  let isFresh = false;
  const isDue = () => periodicProbes.some((probe) => plan.isDue(probe));
  return {
    beforeUpdate(current) {
      if (!isDue()) return;
      gradient.set(current);
      weights.set(values);
      isFresh = true;
    },
    report(points) {
      if (!isFresh) return;
      isFresh = false;
      if (plan.isDue("dead-units"))
        for (const [index, share] of deadUnits(network, gradient).entries()) {
          const layer = layers[index]!.name;
          if (network.isActive?.(layer) ?? true) points.set(`dead_units/${name}/${layer}`, share);
        }
      if (plan.isDue("layer-updates")) reportLayerUpdates(points, network, weights);
      const [quantiles, histogram] = [plan.isDue("gradient-quantiles"), plan.isDue("gradient-histogram")];
      if (!quantiles && !histogram) return;
      const sorted = sortedMagnitudes(gradient);
      if (quantiles) reportGradientQuantiles(points, name, sorted);
      if (histogram) reportGradientHistogram(points, name, sorted);
    },
  };
}

const periodicProbes = ["dead-units", "layer-updates", "gradient-quantiles", "gradient-histogram"] as const;
