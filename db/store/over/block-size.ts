/** Blocks read at first for each slot: of even pace, each spans at most half of one and is put into it whole. */
const blocksPerSlot = 2;

/** Steps of the blocks that so many rollup buckets are read in at first: as many whole `finest` ones as slots have no use for. */
export function blocksAtOnce(buckets: number, finest: number, slots: number): number {
  const each = Math.max(1, Math.floor(buckets / (blocksPerSlot * slots)));
  return finest * 2 ** Math.floor(Math.log2(each));
}
