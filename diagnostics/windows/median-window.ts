/** Makes the median absolute deviation of normal noise estimate its standard deviation. */
export const madToSigma = 1.4826;
/** 90th percentile of the standard normal distribution. */
const normalQuantile90 = 1.2816;

/**
 * Median and median absolute deviation (MAD) of the last `capacity` values pushed.
 * Keeps the values sorted beside their arrival order: a push moves at most `capacity` numbers and
 * the MAD walks outwards from the median, so a point costs O(capacity), independent of the run's length.
 */
export class MedianWindow {
  readonly #capacity: number;
  readonly #arrivals: Float64Array;
  readonly #sorted: Float64Array;
  #size = 0;
  #oldest = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#arrivals = new Float64Array(capacity);
    this.#sorted = new Float64Array(capacity);
  }

  get capacity(): number {
    return this.#capacity;
  }

  get size(): number {
    return this.#size;
  }

  get isFull(): boolean {
    return this.#size === this.#capacity;
  }

  /** `value` must be finite. */
  push(value: number): void {
    if (this.isFull) {
      this.#replace(this.#arrivals[this.#oldest] as number, value);
      this.#arrivals[this.#oldest] = value;
      this.#oldest = (this.#oldest + 1) % this.#capacity;
      return;
    }
    const sorted = this.#sorted;
    let place = this.#size;
    for (; place > 0 && (sorted[place - 1] as number) > value; place--)
      sorted[place] = sorted[place - 1] as number;
    sorted[place] = value;
    this.#arrivals[this.#size++] = value;
  }

  /** Moves only what lies between the place of the value that leaves and that of the one that comes. */
  #replace(leaving: number, value: number): void {
    const sorted = this.#sorted;
    let place = firstAtLeast(sorted, this.#size, leaving);
    if (value >= leaving) {
      const last = this.#size - 1;
      for (; place < last && (sorted[place + 1] as number) < value; place++)
        sorted[place] = sorted[place + 1] as number;
    } else
      for (; place > 0 && (sorted[place - 1] as number) > value; place--)
        sorted[place] = sorted[place - 1] as number;
    sorted[place] = value;
  }

  clear(): void {
    this.#size = 0;
    this.#oldest = 0;
  }

  /** What was pushed and is still in, the oldest first: pushed again into an empty window they make the same one. */
  save(): number[] {
    const arrivals = [...this.#arrivals.subarray(0, this.#size)];
    return [...arrivals.slice(this.#oldest), ...arrivals.slice(0, this.#oldest)];
  }

  restore(values: readonly number[]): void {
    this.clear();
    for (const value of values) this.push(value);
  }

  /** NaN while empty. */
  median(): number {
    const n = this.#size;
    if (n === 0) return Number.NaN;
    const upper = this.#sorted[n >> 1] as number;
    return n % 2 === 1 ? upper : ((this.#sorted[(n >> 1) - 1] as number) + upper) / 2;
  }

  /** Median absolute deviation from the median, times 1.4826. NaN while empty. */
  sigma(): number {
    const n = this.#size;
    if (n === 0) return Number.NaN;
    const center = this.median();
    let above = firstAtLeast(this.#sorted, n, center);
    let below = above - 1;
    let previous = 0;
    let deviation = 0;
    for (let taken = 0; taken <= n >> 1; taken++) {
      const up = above < n ? (this.#sorted[above] as number) - center : Number.POSITIVE_INFINITY;
      const down = below >= 0 ? center - (this.#sorted[below] as number) : Number.POSITIVE_INFINITY;
      previous = deviation;
      if (up <= down) {
        deviation = up;
        above++;
      } else {
        deviation = down;
        below--;
      }
    }
    return madToSigma * (n % 2 === 1 ? deviation : (previous + deviation) / 2);
  }

  /** Distance from the median up to the 90th percentile, in units that give normal noise its standard deviation. */
  upperSigma(): number {
    const n = this.#size;
    if (n === 0) return Number.NaN;
    const upper = this.#sorted[Math.floor(0.9 * (n - 1))] as number;
    return (upper - this.median()) / normalQuantile90;
  }
}

/**
 * Index of the first of `size` rising elements that is not below `value`. Not the one for arrays of every type
 * (db/contract/first-at-least.ts): each point that is judged passes here.
 */
function firstAtLeast(rising: Float64Array, size: number, value: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
