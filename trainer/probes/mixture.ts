/** Gaussians of one deviation in the plane, all equally likely. */
export interface Mixture {
  /** x and y of each mode. */
  centres: readonly (readonly [number, number])[];
  sigma: number;
}
