/** Sizes come in so many to a doubling: edges stand still while a run grows by less. */
const sizesPerDoubling = 8;

/** Pieces are not all of one length. */
const slack = 1.125;

/**
 * Length of the slots, aligned at 0, of which at most `width` cover a range; not finite for one slot that holds all. `piece`
 * is the length that the smallest stored sum covers on average: where that about doubles them at most, slots are as long as
 * those, so that nearly all of them are made from sums instead of points.
 */
export function slotSize(length: number, width: number, piece: number): number {
  if (width === 1) return Number.POSITIVE_INFINITY;
  if (!(length > 0)) return 1;
  // A range that is not aligned touches one slot more.
  const fewest = length / (width - 1);
  return roundUp(2 * fewest >= piece ? Math.max(fewest, slack * piece) : fewest);
}

function roundUp(size: number): number {
  const doubling = 2 ** Math.floor(Math.log2(size));
  // Too small for a fraction of it: as it is.
  if (!(doubling / sizesPerDoubling > 0)) return size;
  return (Math.ceil((size / doubling) * sizesPerDoubling) / sizesPerDoubling) * doubling;
}
