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

/** A term so small beside the largest one changes no digit of the sum. */
const negligible = 1e-18;

/** P(X <= count) for a Poisson variable: its largest terms first, from their logarithm, for e^-mean is 0 above 745. */
function atMost(count: number, mean: number): number {
  const top = Math.min(count, Math.floor(mean));
  let logTop = -mean;
  for (let k = 1; k <= top; k++) logTop += Math.log(mean / k);
  let sum = 1;
  let term = 1;
  for (let k = top; k > 0 && term > negligible; k--) {
    term *= k / mean;
    sum += term;
  }
  term = 1;
  for (let k = top + 1; k <= count && term > negligible; k++) {
    term *= mean / k;
    sum += term;
  }
  return Math.min(1, Math.exp(logTop) * sum);
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
