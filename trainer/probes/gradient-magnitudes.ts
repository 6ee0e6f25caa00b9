import { firstAtLeast } from "../../db/contract/first-at-least";
import type { Points } from "./points";

const quantiles = { p05: 0.05, p25: 0.25, p50: 0.5, p75: 0.75, p95: 0.95 } as const;
/** Decades of the histogram: [1e-10, 1e-9) to [10, 100), and what lies below or above. */
const [lowest, highest] = [-10, 2];

/**
 * Quantiles of a gradient's entries by size: is it a few weights that get a gradient, or all?
 *
 * Formula: the p-quantile of |g_i| over all entries, interpolated between neighbours as in R's type 7 and NumPy.
 * Source: gradient histograms as TensorBoard and W&B log them, reduced to five lines on one chart.
 * Misleads: a spike in a few weights of many shows in the norm and not here. Entries of exactly 0 (dead units, unused
 * words) pull the lower quantiles to 0, which a logarithmic axis cannot show.
 * Cost: .2 ms for 10,000 weights, most of it sorting them.
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
 * Cost: none beside the quantiles.
 */
export function reportGradientHistogram(points: Points, network: string, sorted: Float32Array): void {
  let counted = 0;
  const put = (name: string, upTo: number) => {
    points.set(`gradient_histogram/${network}/${name}`, (upTo - counted) / sorted.length);
    counted = upTo;
  };
  put("below", firstAtLeast(sorted, 10 ** lowest));
  for (let decade = lowest; decade < highest; decade += 1)
    put(`1e${decade}`, firstAtLeast(sorted, 10 ** (decade + 1)));
  put("above", sorted.length);
}
