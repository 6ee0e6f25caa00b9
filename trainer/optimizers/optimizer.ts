/** How far an update moved the weights; both are sums of squares, the weights' as they were before it. */
export interface UpdateSquares {
  updates: number;
  weights: number;
}

/**
 * Changes `weights` in place by `gradient`; both have the length the optimizer was made for. Every optimizer
 * is one fused pass over plain arrays that also adds up what the update ratio needs.
 */
export interface Optimizer {
  /** The rate of the config, before any schedule. */
  readonly learningRate: number;
  /** `rate` takes the place of `learningRate` for this update. */
  update(weights: Float32Array, gradient: Float32Array, rate?: number): UpdateSquares;
}
