import type { DetectedEpisode, EpisodeKind, Severity } from "../../db/contract/episode";

/** What a detector sees at one point at which its condition holds. */
export interface Sighting {
  test: string;
  /** The figure that the episode's peak is of; `weight` tells which of two is worse (the larger). */
  value: number;
  weight: number;
  sentence: string;
  values: Record<string, number>;
  severity: Severity;
  severityReason: string;
}

export interface HoldRule {
  /** The condition must have held for so many steps and points before an episode opens ... */
  holdSteps: number;
  holdPoints: number;
  /** ... and it closes after so many steps without it. */
  closeSteps: number;
}

export const noEpisodes: readonly DetectedEpisode[] = [];

/**
 * Turns a condition that holds or does not into episodes: one opens once the condition has held for long enough, dated back
 * to where it began; it is extended while the condition holds and closed when that has been absent for a while.
 */
export class EpisodeKeeper {
  readonly #kind: EpisodeKind;
  readonly #rule: HoldRule;
  readonly #all: DetectedEpisode[] = [];
  #open: DetectedEpisode | undefined;
  #since = -1;
  #points = 0;
  #weight = 0;

  constructor(kind: EpisodeKind, rule: HoldRule) {
    this.#kind = kind;
    this.#rule = rule;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  get episodes(): readonly DetectedEpisode[] {
    return this.#all;
  }

  /** The condition does not hold at this point. */
  pass(step: number): readonly DetectedEpisode[] {
    this.#since = -1;
    this.#points = 0;
    const open = this.#open;
    return open && step - open.endStep >= this.#rule.closeSteps ? this.close() : noEpisodes;
  }

  /** The condition holds; `look` is asked for what is seen only where that is told. `from` dates it back. */
  see(step: number, series: string, look: () => Sighting, from = step): readonly DetectedEpisode[] {
    if (this.#since < 0) this.#since = from;
    this.#points++;
    const { holdSteps, holdPoints } = this.#rule;
    if (!this.#open && (step - this.#since < holdSteps || this.#points < holdPoints)) return noEpisodes;
    const { test, value, weight, sentence, values, severity, severityReason } = look();
    if (!this.#open) {
      this.#open = {
        kind: this.#kind,
        series,
        startStep: this.#since,
        endStep: step,
        alarmStep: step,
        peakStep: step,
        peakValue: value,
        severity,
        severityReason,
        state: "open",
        evidence: { test, sentence, values, window: { firstStep: this.#since, lastStep: step } },
      };
      this.#weight = weight;
      this.#all.push(this.#open);
      return [this.#open];
    }
    const open = this.#open;
    open.endStep = step;
    open.evidence.window.lastStep = step;
    open.severity = severity;
    open.severityReason = severityReason;
    if (weight > this.#weight) {
      this.#weight = weight;
      open.peakStep = step;
      open.peakValue = value;
      open.evidence.sentence = sentence;
      open.evidence.values = values;
    }
    return [open];
  }

  /** Part of the condition holds since here: should the rest follow, the episode is dated back to now. */
  wait(step: number): readonly DetectedEpisode[] {
    if (this.#since < 0) this.#since = step;
    this.#points++;
    return noEpisodes;
  }

  close(): readonly DetectedEpisode[] {
    const open = this.#open;
    if (!open) return noEpisodes;
    open.state = "closed";
    this.#open = undefined;
    this.#since = -1;
    this.#points = 0;
    return [open];
  }
}
