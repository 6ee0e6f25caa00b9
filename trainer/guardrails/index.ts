import { type DetectedEpisode, severities } from "../../db/contract/episode";
import {
  episodeKindOf,
  type GuardAction,
  type GuardActionName,
  type Guardrail,
} from "../../db/contract/guardrails";
import { restorableDetectors } from "../../diagnostics/detectors/registry";
import { createRunState } from "../../diagnostics/run-state";
import type { TrainingContext } from "../context";
import type { Points } from "../probes/points";
import type { StateSnapshot, StateValue } from "../state/state-registry";
import { retreatTo } from "./retreat";
import { createUpdateGate, type SkippedUpdate } from "./update-gate";

/** States of the run to go back to. */
export interface Snapshots {
  /** The latest from before a step; undefined where none is left. */
  lastGood(beforeStep: number): { step: number; snapshot: StateSnapshot } | undefined;
}

export type NewGuardAction = Omit<GuardAction, "wallTimeMs">;

/** What the guardrails did after a step. */
export interface GuardVerdict {
  actions: NewGuardAction[];
  /** A loss that was not finite did no harm: its update was not applied, or was taken back. */
  recovered: boolean;
  /** Why the run is to wait for a person. */
  pause?: string;
  /** Why the run is to end here. */
  stop?: string;
}

export interface Guardrails {
  /** After each step, with all its points. A retreat sets the context's step back too. */
  afterStep(points: Points): GuardVerdict;
}

type EpisodeRule = Exclude<Guardrail, { action: "skip-step" }>;

/** What one rule did. */
interface Reaction {
  rule: Guardrail;
  action: GuardActionName;
  series: string;
  reason: string;
  outcome: string;
}

/**
 * Rules inside a run, on the detectors that the monitor runs over the recorded points, so that a guardrail acts at the
 * step where an alert would be raised. A rule acts once an episode, while something is wrong: at an episode's first
 * step of the rule's severity, not in the quiet steps in which an episode waits for its end. Of several rules the
 * first in the config's order acts. Detectors and counts are part of the run's state. Data and noise belong to their
 * step, as in all arms with that seed: after a retreat the same batches come again, and a batch that is bad in itself
 * is one to skip.
 */
export function createGuardrails(
  rules: readonly Guardrail[],
  context: TrainingContext,
  snapshots: Snapshots,
): Guardrails {
  if (rules.length === 0) return { afterStep: () => ({ actions: [], recovered: false }) };

  const state = context.state.within("guardrails");
  const detectors = createRunState({ only: restorableDetectors });
  state.value(
    "detectors",
    () => detectors.save() as unknown as StateValue,
    (saved) => detectors.restore(saved as never),
  );
  const done = {
    /** By rule: retreats so far, or steps skipped in a row. */
    counts: rules.map(() => 0),
    rateFactor: 1,
    /** Step of the state last gone back to. */
    retreatedTo: -1,
    /** Rule and episode of each pause whose episode may go on. */
    pausedFor: [] as string[],
  };
  state.value(
    "actions",
    () => structuredClone(done),
    (saved) => void Object.assign(done, structuredClone(saved)),
  );
  context.scaleRates(() => done.rateFactor);
  const gate = createUpdateGate(rules, detectors.explosionLimit);
  context.guardUpdates(gate.allows);

  /** The updates themselves were refused before. */
  function countSkips(skipped: readonly SkippedUpdate[]): Reaction[] {
    return rules.flatMap((rule, index) => {
      if (rule.action !== "skip-step") return [];
      const first = skipped.find(({ on }) => on === rule.on);
      done.counts[index] = first ? done.counts[index]! + 1 : 0;
      if (!first) return [];
      const found = { rule, series: `gradient_norm/${first.network}`, reason: first.reason };
      if (done.counts[index]! > rule.limit)
        return ending(found, `it had skipped ${rule.limit} steps in a row, its limit`);
      return { ...found, action: rule.action, outcome: `The update of the ${first.network} was not applied` };
    });
  }

  function answerAlarms(alarms: readonly DetectedEpisode[]): Reaction[] {
    for (const [index, rule] of rules.entries()) {
      if (rule.action === "skip-step") continue;
      const alarm = alarms.find(
        (episode) => concerns(rule, episode) && !done.pausedFor.includes(keyOf(index, episode)),
      );
      if (alarm) return [react(rule, index, alarm)];
    }
    return [];
  }

  function react(rule: EpisodeRule, index: number, episode: DetectedEpisode): Reaction {
    const found = { rule, series: episode.series, reason: episode.evidence.sentence };
    switch (rule.action) {
      case "stop":
        return ending(found);
      case "pause":
        rememberPause(index, episode);
        return { ...found, action: "pause", outcome: "Training waits until it is continued" };
      case "retreat": {
        if (done.counts[index]! >= rule.limit)
          return ending(found, `it had gone back ${times(rule.limit)} already, its limit`);
        const onset = onsetOf(episode);
        const good = goodState(onset);
        if (!good)
          return ending(
            found,
            `no state from before step ${onset}, where it began, is left to go back to; save checkpoints more often or keep more`,
          );
        const from = context.step;
        retreatTo(context.state, good.snapshot);
        context.step = good.step;
        done.retreatedTo = good.step;
        done.counts[index]! += 1;
        done.rateFactor *= rule.rateFactor;
        forgetAnswered();
        const place = good.step === 0 ? "the beginning" : `the state after step ${good.step}`;
        const share = Number(done.rateFactor.toPrecision(3));
        const outcome = `Went back from step ${from} to ${place}; every learning rate is ${share} of its schedule's from here (retreat ${done.counts[index]} of ${rule.limit})`;
        return { ...found, action: "retreat", outcome };
      }
    }
  }

  /** One that was gone back to already, and led here again, was not good: the one before it is tried. */
  function goodState(onset: number) {
    const latest = snapshots.lastGood(onset);
    if (latest?.step !== done.retreatedTo) return latest;
    return snapshots.lastGood(latest.step) ?? latest;
  }

  function rememberPause(rule: number, episode: DetectedEpisode): void {
    forgetAnswered();
    done.pausedFor.push(keyOf(rule, episode));
  }

  function forgetAnswered(): void {
    const open = detectors.episodes().filter((one) => one.state === "open");
    done.pausedFor = done.pausedFor.filter((key) => open.some((one) => key.endsWith(nameOf(one))));
  }

  /** A loss that is no number may be the end of an explosion: what comes before that is good. */
  function onsetOf(episode: DetectedEpisode): number {
    const onsets = detectors
      .episodes()
      .filter(({ state, kind }) => state === "open" && kind !== "vanishing_gradient")
      .map(({ startStep }) => startStep);
    return Math.min(episode.startStep, ...onsets);
  }

  return {
    afterStep(points) {
      const { step } = context;
      const changed = detectors.judge(step, points);
      const skipped = gate.take();
      const skips = countSkips(skipped);
      const isOver = skips.some(({ action }) => action === "stop");
      const answers = isOver ? [] : answerAlarms(alarmsIn(changed, step, skipped));
      // A retreat undoes the whole step, and what was skipped in it.
      const reactions = context.step < step ? answers : [...skips, ...answers];
      const said = ({ rule, series, reason, outcome }: Reaction) =>
        `the guardrail ${rule.on}:${rule.action} at step ${step}: ${series}: ${reason}. ${outcome}`;
      const pause = reactions.find(({ action }) => action === "pause");
      const stop = reactions.find(({ action }) => action === "stop");
      return {
        // A retreat belongs where the run goes on from: the step at which it was decided is made again.
        actions: reactions.map(({ rule, ...reaction }) => ({
          step: context.step,
          on: rule.on,
          ...reaction,
        })),
        recovered: reactions.some(
          ({ rule, action }) => action === "retreat" || (action === "skip-step" && rule.on === "non-finite"),
        ),
        ...(pause && { pause: `Paused by ${said(pause)}` }),
        ...(stop && { stop: `Stopped by ${said(stop)}` }),
      };
    },
  };
}

const nameOf = ({ kind, series, startStep }: DetectedEpisode): string => `${kind} ${series} ${startStep}`;
const keyOf = (rule: number, episode: DetectedEpisode): string => `${rule} ${nameOf(episode)}`;
const times = (count: number): string => (count === 1 ? "once" : `${count} times`);

function ending(found: Pick<Reaction, "rule" | "series" | "reason">, because?: string): Reaction {
  return { ...found, action: "stop", outcome: because ? `The run ended: ${because}` : "The run ended" };
}

/** Episodes in which this very step was wrong, but for those whose update was not applied. */
function alarmsIn(
  changed: readonly DetectedEpisode[],
  step: number,
  skipped: readonly SkippedUpdate[],
): DetectedEpisode[] {
  return changed.filter(
    ({ state, endStep, kind }) =>
      state === "open" && endStep === step && !skipped.some(({ on }) => episodeKindOf[on] === kind),
  );
}

function concerns({ on, severity }: EpisodeRule, episode: DetectedEpisode): boolean {
  return (
    episodeKindOf[on] === episode.kind && severities.indexOf(episode.severity) >= severities.indexOf(severity)
  );
}
