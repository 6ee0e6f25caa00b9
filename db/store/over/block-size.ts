/**
 * Steps of the blocks that so many rollup buckets are read in at first: of even pace, each spans at most a slot and is put
 * into one whole.
 */
export function blocksAtOnce(buckets: number, finest: number, slots: number): number {
  const each = Math.max(1, Math.floor(buckets / slots));
  return finest * 2 ** Math.floor(Math.log2(each));
}
