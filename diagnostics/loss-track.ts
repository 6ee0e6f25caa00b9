import { MedianWindow } from "./windows/median-window";

const defaults = {
  /** Points that tell the loss's usual level and scatter; as long as the gradient norm's own window. */
  baselinePoints: 100,
  /** Points whose median is the level now: one bad batch does not move it. */
  levelPoints: 15,
  /** Points whose median is the loss at the start. */
  initialPoints: 5,
  /** The scatter is never taken below this share of the level, nor of what was learned so far: once a loss
   * has converged to nearly nothing, its relative jumps are harmless. */
  scatterFloor: 0.02,
  /** Levels kept to ask how much was gained since; one is kept every `historyStride` points. */
  historyStride: 10,
  historySize: 64,
};

/** The loss just before something happened: level and scatter to compare with later. */
export interface LossBaseline {
  median: number;
  sigma: number;
}

/** Level, scatter, progress of one network's loss, in memory that does not grow with the run. */
export class LossTrack {
  readonly #baseline = new MedianWindow(defaults.baselinePoints);
  readonly #recent = new MedianWindow(defaults.levelPoints);
  readonly #short = new MedianWindow(5);
  readonly #first: number[] = [];
  readonly #history: { step: number; level: number }[] = [];
  #initial = Number.NaN;
  #initialOf = 0;
  #count = 0;
  #lowest = Number.POSITIVE_INFINITY;
  /** The latest finite value: it joins the baseline when the next one comes, so that the baseline is what was before. */
  #waiting: number | undefined;
  /** Measured where somebody asks. */
  #before: LossBaseline | undefined;
  latest = Number.NaN;
  latestStep = -1;
  firstNonFiniteStep: number | undefined;

  push(step: number, value: number): void {
    this.latest = value;
    this.latestStep = step;
    if (!Number.isFinite(value)) {
      this.firstNonFiniteStep ??= step;
      return;
    }
    if (this.#waiting !== undefined) this.#baseline.push(this.#waiting);
    this.#waiting = value;
    this.#before = undefined;
    this.#count++;
    if (this.#first.length < defaults.initialPoints) this.#first.push(value);
    this.#recent.push(value);
    this.#short.push(value);
    const level = this.level;
    if (this.#count >= defaults.levelPoints || this.#count === 1)
      this.#lowest = Math.min(this.#lowest, level);
    if (this.#count % defaults.historyStride === 0) {
      this.#history.push({ step, level });
      if (this.#history.length > defaults.historySize) this.#history.shift();
    }
  }

  save() {
    return {
      baseline: this.#baseline.save(),
      recent: this.#recent.save(),
      short: this.#short.save(),
      first: [...this.#first],
      history: this.#history.map((entry) => ({ ...entry })),
      count: this.#count,
      lowest: this.#lowest,
      waiting: this.#waiting ?? null,
      latest: this.latest,
      latestStep: this.latestStep,
      firstNonFiniteStep: this.firstNonFiniteStep ?? null,
    };
  }

  restore(saved: ReturnType<LossTrack["save"]>): void {
    this.#baseline.restore(saved.baseline);
    this.#recent.restore(saved.recent);
    this.#short.restore(saved.short);
    this.#first.splice(0, this.#first.length, ...saved.first);
    this.#initialOf = -1;
    this.#history.splice(0, this.#history.length, ...saved.history.map((entry) => ({ ...entry })));
    this.#count = saved.count;
    this.#lowest = saved.lowest;
    this.#waiting = saved.waiting ?? undefined;
    this.#before = undefined;
    this.latest = saved.latest;
    this.latestStep = saved.latestStep;
    this.firstNonFiniteStep = saved.firstNonFiniteStep ?? undefined;
  }

  get count(): number {
    return this.#count;
  }

  /** Median of the first points: where the loss began. */
  get initial(): number {
    if (this.#initialOf !== this.#first.length) {
      const sorted = [...this.#first].sort((a, b) => a - b);
      this.#initial = sorted[sorted.length >> 1] ?? Number.NaN;
      this.#initialOf = this.#first.length;
    }
    return this.#initial;
  }

  /** The very first loss, before any update. */
  get untrained(): number {
    return this.#first[0] ?? Number.NaN;
  }

  get level(): number {
    return this.#recent.median();
  }

  /** Median of the last five points: answers sooner than the level. */
  get shortLevel(): number {
    return this.#short.median();
  }

  /** Lowest level that the run has held. */
  get lowest(): number {
    return this.#lowest;
  }

  /** Level and scatter before the latest point. */
  get before(): LossBaseline {
    this.#before ??= this.#measureBaseline();
    return this.#before;
  }

  /** How far the latest point lies above what came before it, in robust standard deviations. */
  get surprise(): number {
    if (!Number.isFinite(this.latest)) return Number.POSITIVE_INFINITY;
    const { median, sigma } = this.before;
    return (this.latest - median) / sigma;
  }

  /** Whether the latest point lies above its past by so many robust standard deviations; mostly told without measuring them. */
  isSurprising(sigmas: number): boolean {
    return this.latest - this.#baseline.median() > sigmas * this.#scatterFloor() && this.surprise > sigmas;
  }

  /** Share of the untrained loss that training has removed, at the lowest level it held. */
  get learnedShare(): number {
    return (this.initial - this.#lowest) / Math.abs(this.initial);
  }

  /**
   * How much the level fell over the last `points` points, as a share of the level then; NaN when the run
   * is not that old.
   */
  gainOver(points: number): number {
    const back = Math.round(points / defaults.historyStride);
    const then = this.#history[this.#history.length - 1 - back];
    if (!then) return Number.NaN;
    return (then.level - this.level) / Math.abs(then.level);
  }

  #measureBaseline(): LossBaseline {
    const median = this.#baseline.median();
    return { median, sigma: Math.max(this.#baseline.sigma(), this.#scatterFloor(), Number.MIN_VALUE) };
  }

  #scatterFloor(): number {
    const learned = Math.max(0, this.initial - this.#lowest);
    const size = Math.max(Math.abs(this.#baseline.median()), Number.isFinite(learned) ? learned : 0);
    return defaults.scatterFloor * size;
  }
}
