import type { Points } from "./points";

const quantiles = { p05: 0.05, p25: 0.25, p50: 0.5, p75: 0.75, p95: 0.95 } as const;
/** Decades of the histogram: [1e-10, 1e-9) to [10, 100), and what lies below or above. */
const [lowest, highest] = [-10, 2];

/**
 * Sizes of a gradient's entries, sorted, NaN last: what quantiles and histogram are read from.
 *
 * By their bits: those of float32 numbers without a sign are in the order of the numbers, and a radix sort of whole
 * numbers in three passes of 11 bits takes a tenth of what sorting floats does. Cost: .1 ms for 10,000 weights.
 */
export function sortedMagnitudes(gradient: Float32Array): Float32Array {
  const bits = new Uint32Array(gradient.slice().buffer);
  for (let index = 0; index < bits.length; index += 1) bits[index] = bits[index]! & 0x7fffffff;
  const sorted = [0, 11, 22].reduce((order, shift) => sortedByDigit(order, shift), bits);
  return new Float32Array(sorted.buffer);
}

/** Ordered by the 11 bits from `shift` on; equal ones stay in their order. */
function sortedByDigit(numbers: Uint32Array<ArrayBuffer>, shift: number): Uint32Array<ArrayBuffer> {
  const starts = new Uint32Array(2049);
  for (let index = 0; index < numbers.length; index += 1)
    starts[((numbers[index]! >>> shift) & 2047) + 1]! += 1;
  for (let digit = 0; digit < 2048; digit += 1) starts[digit + 1]! += starts[digit]!;
  const sorted = new Uint32Array(numbers.length);
  for (let index = 0; index < numbers.length; index += 1) {
    const digit = (numbers[index]! >>> shift) & 2047;
    sorted[starts[digit]!] = numbers[index]!;
    starts[digit]! += 1;
  }
  return sorted;
}

/**
 * Quantiles of a gradient's entries by size: is it a few weights that get a gradient, or all?
 *
 * Formula: the p-quantile of |g_i| over all entries, interpolated between neighbours as in R's type 7 and NumPy.
 * Source: gradient histograms as TensorBoard and W&B log them, reduced to five lines on one chart.
 * Misleads: a spike in a few weights of many shows in the norm and not here. Entries of exactly 0 (dead units, unused
 * words) pull the lower quantiles to 0, which a logarithmic axis cannot show.
 */
export function reportGradientQuantiles(points: Points, network: string, sorted: Float32Array): void {
  for (const [name, share] of Object.entries(quantiles)) {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)]!;
    const above = sorted[Math.ceil(place)]!;
    points.set(`gradient_quantile/${network}/${name}`, below + (above - below) * (place % 1));
  }
}

/**
 * Histogram of a gradient's entries by size, a series a decade: `gradient_histogram/<network>/1e-3` is the share of
 * entries with |g| in [.001, .01). `below` holds the smaller ones and exact zeros, `above` the larger ones,
 * infinities and NaN; all together are 1.
 *
 * Source: as for the quantiles. Decades, since gradients span them and edges that are fixed let steps be compared.
 * Misleads: a decade is coarse; a gradient that halves may not show.
 */
export function reportGradientHistogram(points: Points, network: string, sorted: Float32Array): void {
  let counted = 0;
  const put = (name: string, upTo: number) => {
    points.set(`gradient_histogram/${network}/${name}`, (upTo - counted) / sorted.length);
    counted = upTo;
  };
  put("below", firstFrom(sorted, 10 ** lowest));
  for (let decade = lowest; decade < highest; decade += 1)
    put(`1e${decade}`, firstFrom(sorted, 10 ** (decade + 1)));
  put("above", sorted.length);
}

/** Index of the first entry that is not below `bound`, by bisection. */
function firstFrom(sorted: Float32Array, bound: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
