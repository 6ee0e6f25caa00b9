import type { Network } from "../networks/network";
import { norm } from "./gradient-norm";
import type { Points } from "./points";
import { sumOfSquaredDifferences } from "./sum-of-squares";

/**
 * Weight norm and update ratio of each layer of a network.
 *
 * Formula: norm(w) and norm(w' - w) / norm(w) over the layer's parameters, w before an update and w' after it.
 * Source: TheDeepChecker (Ben Braiek & Khomh 2023) holds log10 of the ratio outside [-4, -1] for suspect.
 * Misleads: a layer that starts at 0 has no ratio; biases do. Weight norms grow in any network that normalizes its
 * activations, with no effect on what it computes.
 * Cost: a copy of the weights and two passes over them: 15 us for 10,000.
 *
 * `before`: the network's weights before the update.
 */
export function reportLayerUpdates(points: Points, network: Network, before: Float32Array): void {
  const { name, layers, values } = network;
  for (const { name: layer, start, end } of layers) {
    if (network.isActive && !network.isActive(layer)) continue;
    const weights = norm(before, start, end);
    const squares = sumOfSquaredDifferences(values, before, start, end);
    points.set(`weight_norm/${name}/${layer}`, weights);
    points.set(`update_ratio/${name}/${layer}`, Math.sqrt(squares) / weights);
  }
}
