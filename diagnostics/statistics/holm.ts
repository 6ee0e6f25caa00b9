/**
 * Holm's step-down correction (1979): adjusted p_(i) = max over j <= i of min(1, (m - j + 1) p_(j)),
 * p sorted from the smallest. Rejecting where the adjusted p is below alpha keeps the chance of any false
 * winner among the m comparisons below alpha. Returned in the order given; null (no test) stays null.
 */
export function holm(pValues: readonly (number | null)[]): (number | null)[] {
  const order = pValues
    .flatMap((p, index) => (p === null ? [] : [{ p, index }]))
    .sort((a, b) => a.p - b.p || a.index - b.index);
  const adjusted: (number | null)[] = pValues.map(() => null);
  let largest = 0;
  order.forEach(({ p, index }, rank) => {
    largest = Math.max(largest, Math.min(1, (order.length - rank) * p));
    adjusted[index] = largest;
  });
  return adjusted;
}
