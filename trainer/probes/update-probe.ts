import type { Network } from "../networks/network";
import type { UpdateSquares } from "../optimizers";
import type { GradientNorms } from "./gradient-norm";
import { layerProfile } from "./layer-profile";
import type { Points } from "./points";

/**
 * What the updates of one network did in a step: gradient norms before and after clipping, clip coefficient,
 * update ratio. A step may hold several updates (five of a critic); the one with the largest norm, ratio, or
 * strongest clipping is reported, so that no spike hides in an average.
 *
 * Weight norm: norm(weights) before the last update. Update norm: the largest norm(update).
 * Clip coefficient: norm after / norm before, 1 where clipping did not act. For clipping by global norm this is
 * Pascanu's min(1, c/norm); for the other clips, which turn the gradient, only its length.
 * Update ratio: norm(update) / norm(weights), the weights before the update.
 * Source: TheDeepChecker (Ben Braiek & Khomh 2023), which holds log10 outside [-4, -1] for suspect.
 * Misleads: where weights start at 0, and for the clamping of weight clipping, which comes after and is not counted.
 * Cost: none, the optimizer's own pass sums up the squares.
 */
export interface UpdateProbe {
  /** Norms of an update's gradient before and after clipping; the same object where no clip acted. */
  clipped(before: GradientNorms, after: GradientNorms): void;
  updated(squares: UpdateSquares): void;
  /** Adds the step's points and starts the next step. */
  report(points: Points): void;
}

export function createUpdateProbe(network: Network, options: { clips: boolean }): UpdateProbe {
  const { layers } = network;
  // Named once: at each step the names would take longer than what they name.
  const named = (metric: string) => `${metric}/${network.name}`;
  const ofLayers = (metric: string) => layers.map((layer) => `${named(metric)}/${layer.name}`);
  const series = {
    gradientNorm: named("gradient_norm"),
    gradientNorms: ofLayers("gradient_norm"),
    clippedNorm: named("gradient_norm_clipped"),
    clippedNorms: ofLayers("gradient_norm_clipped"),
    clipCoefficient: named("clip_coefficient"),
    updateRatio: named("update_ratio"),
    updateNorm: named("update_norm"),
    weightNorm: named("weight_norm"),
    layerProfile: named("layer_profile"),
  };
  let largest: GradientNorms | undefined;
  let largestClipped: GradientNorms | undefined;
  let coefficient = 1;
  let ratio = 0;
  let updateNorm = 0;
  let weightNorm = 0;

  function setOfLayers(points: Points, names: readonly string[], norms: Float64Array): void {
    for (let layer = 0; layer < names.length; layer += 1)
      if (network.isActive?.(layers[layer]!.name) ?? true) points.set(names[layer]!, norms[layer]!);
  }

  return {
    clipped(before, after) {
      largest = larger(largest, before);
      largestClipped = larger(largestClipped, after);
      if (after !== before) coefficient = smaller(coefficient, after.global / before.global);
    },
    updated({ updates, weights }) {
      ratio = Math.max(ratio, Math.sqrt(updates / weights));
      updateNorm = Math.max(updateNorm, Math.sqrt(updates));
      weightNorm = Math.sqrt(weights);
    },
    report(points) {
      if (!largest || !largestClipped) return;
      points.set(series.gradientNorm, largest.global);
      setOfLayers(points, series.gradientNorms, largest.layers);
      points.set(series.clippedNorm, largestClipped.global);
      if (options.clips) setOfLayers(points, series.clippedNorms, largestClipped.layers);
      points.set(series.clipCoefficient, coefficient);
      points.set(series.updateRatio, ratio);
      points.set(series.updateNorm, updateNorm);
      points.set(series.weightNorm, weightNorm);
      const profile = layerProfile(largest.layers);
      if (profile !== undefined) points.set(series.layerProfile, profile);
      largest = undefined;
      largestClipped = undefined;
      coefficient = 1;
      ratio = 0;
      updateNorm = 0;
    },
  };
}

/** Math.max and Math.min let NaN through, so a non-finite norm is never hidden by a finite one. */
function larger(current: GradientNorms | undefined, next: GradientNorms): GradientNorms {
  if (!current) return { global: next.global, layers: next.layers.slice() };
  current.global = Math.max(current.global, next.global);
  for (let layer = 0; layer < next.layers.length; layer += 1)
    current.layers[layer] = Math.max(current.layers[layer]!, next.layers[layer]!);
  return current;
}

/** A gradient of exactly 0 is not clipped: 0 / 0 counts as 1. */
function smaller(current: number, next: number): number {
  return Math.min(current, Number.isNaN(next) ? 1 : next);
}
