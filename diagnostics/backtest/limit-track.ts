import type { RunMonitor } from "../monitor-run";

/** Beyond which values a series would have counted, over the steps of its run; null where that side had no bound. */
export interface LimitLine {
  series: string;
  step: number[];
  /** To four digits, as a line on a small chart needs them. */
  low: (number | null)[];
  high: (number | null)[];
}

/** Follows the limits of a replay at so many places: a limit moves slowly, and asking for it costs as much as judging a point. */
export class LimitTrack {
  readonly #lines = new Map<string, LimitLine>();
  readonly #every: number;
  #next = Number.NEGATIVE_INFINITY;

  constructor(steps: number, places: number) {
    this.#every = Math.max(1, Math.ceil(steps / places));
  }

  get lines(): LimitLine[] {
    return [...this.#lines.values()];
  }

  readonly note = (step: number, monitor: RunMonitor): void => {
    if (step < this.#next) return;
    this.#next = step + this.#every;
    for (const { series, low, high } of monitor.limits()) {
      const line = this.#lines.get(series) ?? { series, step: [], low: [], high: [] };
      this.#lines.set(series, line);
      line.step.push(step);
      line.low.push(rounded(low));
      line.high.push(rounded(high));
    }
  };
}

const rounded = (value: number | undefined): number | null =>
  value === undefined ? null : Number(value.toPrecision(4));
