import { MedianWindow } from "./median-window";
import { levelPoints } from "./recent-level";

/** Points of the longer window, whose median is what is usual. */
const usualPoints = 201;

/** The level of one series of norms now, at its start, and the highest one that was usual for a while. */
export class LevelTrack {
  readonly #recent = new MedianWindow(levelPoints);
  readonly #first = new MedianWindow(levelPoints);
  readonly #long = new MedianWindow(usualPoints);
  #highestUsual = 0;

  push(norm: number): void {
    this.#recent.push(norm);
    if (!this.#first.isFull) this.#first.push(norm);
    this.#long.push(norm);
    if (this.#long.size >= levelPoints)
      this.#highestUsual = Math.max(this.#highestUsual, this.#long.median());
  }

  save() {
    return {
      recent: this.#recent.save(),
      first: this.#first.save(),
      long: this.#long.save(),
      highestUsual: this.#highestUsual,
    };
  }

  restore(saved: ReturnType<LevelTrack["save"]>): void {
    this.#recent.restore(saved.recent);
    this.#first.restore(saved.first);
    this.#long.restore(saved.long);
    this.#highestUsual = saved.highestUsual;
  }

  /** Enough points to speak of a level. */
  get isKnown(): boolean {
    return this.#recent.size >= 3;
  }

  get level(): number {
    return this.#recent.median();
  }

  get first(): number {
    return this.#first.median();
  }

  /**
   * What the series has held: the lower of its first level and the highest usual one. A generator whose norm rose
   * a hundredfold and came back has lost nothing.
   */
  get held(): number {
    return Math.min(this.first, this.#highestUsual);
  }
}
