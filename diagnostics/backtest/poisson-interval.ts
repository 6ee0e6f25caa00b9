/**
 * Exact 95% interval of the mean of a Poisson count (Garwood 1936): the means at which a count as large, or as small, as
 * `count` has a probability of 2.5%. For no event: from 0 to 3.69.
 */
export function poissonInterval(count: number, level = 0.95): { low: number; high: number } {
  const tail = (1 - level) / 2;
  const high = solve((mean) => atMost(count, mean) - tail, count, 10 + 3 * count + 10 * Math.sqrt(count));
  const low = count === 0 ? 0 : solve((mean) => tail - (1 - atMost(count - 1, mean)), 0, count);
  return { low, high };
}

/** P(X <= count) for a Poisson variable. */
function atMost(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let k = 1; k <= count; k++) {
    term *= mean / k;
    sum += term;
  }
  return Math.min(1, sum);
}

/** Zero of a falling function between two points, by halving. */
function solve(falling: (x: number) => number, from: number, to: number): number {
  let low = from;
  let high = to;
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (falling(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
