import { MedianWindow } from "./median-window";

const defaults = {
  /** Points whose median is a level: it must hold, not touch. */
  levelPoints: 9,
  /** Points of the longer window, whose median is what is usual. */
  usualPoints: 201,
};

/** The level of one series of norms now, at its start, and the highest one that was usual for a while. */
export class LevelTrack {
  readonly #recent = new MedianWindow(defaults.levelPoints);
  readonly #first = new MedianWindow(defaults.levelPoints);
  readonly #long = new MedianWindow(defaults.usualPoints);
  #highestUsual = 0;
  #everPositive = false;

  push(norm: number): void {
    this.#recent.push(norm);
    if (!this.#first.isFull) this.#first.push(norm);
    this.#long.push(norm);
    if (norm > 0) this.#everPositive = true;
    if (this.#long.size >= defaults.levelPoints)
      this.#highestUsual = Math.max(this.#highestUsual, this.#long.median());
  }

  save() {
    return {
      recent: this.#recent.save(),
      first: this.#first.save(),
      long: this.#long.save(),
      highestUsual: this.#highestUsual,
      everPositive: this.#everPositive,
    };
  }

  restore(saved: ReturnType<LevelTrack["save"]>): void {
    this.#recent.restore(saved.recent);
    this.#first.restore(saved.first);
    this.#long.restore(saved.long);
    this.#highestUsual = saved.highestUsual;
    this.#everPositive = saved.everPositive;
  }

  /** Enough points to speak of a level. */
  get isKnown(): boolean {
    return this.#recent.size >= 3;
  }

  /** False for a series that has been exactly zero since its first point: frozen, or not connected. */
  get everPositive(): boolean {
    return this.#everPositive;
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
