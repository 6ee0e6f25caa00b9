/** Mean and standard deviation of the last values, updated in constant time. Finite values only. */
export class TrailingMean {
  readonly #values: number[] = [];
  readonly #capacity: number;
  #next = 0;
  #sum = 0;
  #squares = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#values.length;
  }

  push(value: number): void {
    const leaving = this.#values.length === this.#capacity ? (this.#values[this.#next] as number) : 0;
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.#capacity;
    this.#sum += value - leaving;
    this.#squares += value * value - leaving * leaving;
  }

  get mean(): number {
    return this.#sum / this.size;
  }

  /** Of the sample as a whole (divided by its size). */
  get deviation(): number {
    return Math.sqrt(Math.max(0, this.#squares / this.size - this.mean ** 2));
  }
}
