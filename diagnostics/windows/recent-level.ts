import { MedianWindow } from "./median-window";

/** A level must hold, not touch: it is the median of so many points. */
export const levelPoints = 9;

/** The level of one series of norms now. */
export class RecentLevel {
  readonly #points = new MedianWindow(levelPoints);
  #everPositive = false;

  push(norm: number): void {
    this.#points.push(norm);
    if (norm > 0) this.#everPositive = true;
  }

  save() {
    return { recent: this.#points.save(), everPositive: this.#everPositive };
  }

  restore({ recent, everPositive }: ReturnType<RecentLevel["save"]>): void {
    this.#points.restore(recent);
    this.#everPositive = everPositive;
  }

  /** Enough points to speak of a level. */
  get isKnown(): boolean {
    return this.#points.size >= 3;
  }

  /** False for a series that has been exactly zero since its first point: frozen, or not connected. */
  get everPositive(): boolean {
    return this.#everPositive;
  }

  get level(): number {
    return this.#points.median();
  }
}
