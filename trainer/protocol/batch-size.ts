import type { BatchGrowth } from "../../db/contract/config/batch-growth";

/**
 * Batch size at step t = 1, 2, ...: B factor^floor((t - 1) / every), rounded, at most `largest` (or B where that is
 * more). Growing the batch by a factor quiets the gradient's noise as cutting the rate by it does, in fewer steps.
 * Source: Smith, Kindermans, Ying & Le 2018. Misleads: the noise of every figure taken on the batch falls with it.
 */
export function batchSizeAt(
  { batchSize, batchGrowth }: { batchSize: number; batchGrowth: BatchGrowth },
  step: number,
): number {
  const { factor, every, largest } = batchGrowth;
  const grown = Math.round(batchSize * factor ** Math.floor((Math.max(step, 1) - 1) / every));
  return Math.max(batchSize, Math.min(grown, largest));
}
