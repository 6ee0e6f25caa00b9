import { LevelTrack } from "./windows/level-track";
import { MedianWindow } from "./windows/median-window";

const defaults = {
  /** Points whose median is an accuracy now: single points of 1 are ordinary in small batches. */
  accuracyPoints: 5,
  /** Samples are scored rarely: three of them are a level. */
  samplePoints: 3,
};

/** What is known of an adversarial pair as a whole. Accuracies are shares; NaN where nothing was logged. */
export class PairTrack {
  readonly real = new MedianWindow(defaults.accuracyPoints);
  readonly fake = new MedianWindow(defaults.accuracyPoints);
  readonly both = new MedianWindow(defaults.accuracyPoints);
  readonly quality = new MedianWindow(defaults.samplePoints);
  readonly coverage = new MedianWindow(defaults.samplePoints);
  readonly generatorNorm = new LevelTrack();
  bestQuality = 0;
  bestCoverage = 0;

  noteQuality(value: number): void {
    this.quality.push(value);
    if (this.quality.isFull) this.bestQuality = Math.max(this.bestQuality, this.quality.median());
  }

  noteCoverage(value: number): void {
    this.coverage.push(value);
    if (this.coverage.isFull) this.bestCoverage = Math.max(this.bestCoverage, this.coverage.median());
  }

  /** The lower of the accuracies on reals and on fakes: a judge is confident only where it is right on both. */
  get weakerAccuracy(): number {
    if (this.real.size > 0 && this.fake.size > 0) return Math.min(this.real.median(), this.fake.median());
    return this.both.median();
  }

  /** Mean accuracy over reals and fakes: a half is what guessing has. */
  get meanAccuracy(): number {
    if (this.real.size > 0 && this.fake.size > 0) return (this.real.median() + this.fake.median()) / 2;
    return this.both.median();
  }
}
