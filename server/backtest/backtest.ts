import { unknownWord } from "../../db/contract/closest";
import { GradiometerError } from "../../db/contract/errors";
import { baselines } from "../../diagnostics/backtest/baselines";
import { replayBaseline } from "../../diagnostics/backtest/baselines/baseline";
import { labelledKinds, type RunLabel } from "../../diagnostics/backtest/label";
import { leadTimeOf } from "../../diagnostics/backtest/lead-time";
import { type Prediction, predictionsOf } from "../../diagnostics/backtest/prediction";
import { type Replay, replay } from "../../diagnostics/backtest/replay";
import { quantile, type Score, score } from "../../diagnostics/backtest/score";
import { detectors } from "../../diagnostics/detectors/registry";
import type { MonitorOptions } from "../../diagnostics/monitor-run";
import { judgedWith } from "./judged-with";
import type { LoggedRun } from "./read-logged-runs";

/** One way of judging runs: the detectors with some settings, or a rule of another program. */
export interface Judge {
  name: string;
  replay(run: LoggedRun): Replay;
  /** Kinds it can find. */
  kinds: readonly string[];
}

/** What a judge said of all runs. */
export interface Backtest {
  judge: string;
  runs: number;
  steps: number;
  points: number;
  /** Alarms by kind, in runs with labels and without. */
  alarms: Record<string, number>;
  /** Alarms of every kind, those without labels included, in 10,000 steps. */
  alarmsPer10kSteps: number;
  predictions: Prediction[];
  /** Undefined without labels. */
  score: Score | undefined;
  /** Steps from the first alarm to the first non-finite loss, over runs that end so: median, and how many were warned of. */
  leadTime: { median: number | undefined; warned: number; runs: number };
}

/** The detectors; roles and thresholds of `options` go before those that hold for each run. */
export function detectorJudge(name: string, options: MonitorOptions): Judge {
  return {
    name,
    replay: (run) => replay(run.series, { ...options, ...judgedWith(run, options) }),
    kinds: detectors.filter(({ id }) => !options.only || options.only.includes(id)).map(({ kind }) => kind),
  };
}

/** A rule of another program, by its id. Throws "invalid" for an unknown one. */
export function baselineJudge(id: string): Judge {
  const baseline = baselines.find((known) => known.id === id);
  if (!baseline)
    throw new GradiometerError(
      "invalid",
      unknownWord(
        "baseline",
        id,
        baselines.map((known) => known.id),
      ),
    );
  return { name: id, kinds: baseline.kinds, replay: ({ series }) => replayBaseline(baseline, series) };
}

/** Replays every run through every judge; with labels, scores what each said. A run is read once for all of them. */
export function backtest(
  runs: Iterable<LoggedRun>,
  labels: readonly RunLabel[],
  judges: readonly Judge[],
): Backtest[] {
  const results = judges.map(({ name }) => emptyResult(name));
  const leads = judges.map((): number[] => []);
  const seen = new Set<string>();
  for (const run of runs) {
    seen.add(run.file);
    for (const [index, judge] of judges.entries()) {
      const result = results[index] as Backtest;
      const replayed = judge.replay(run);
      const alarms = predictionsOf(run.file, replayed);
      result.runs++;
      result.steps += replayed.steps;
      result.points += replayed.points;
      result.predictions.push(...alarms);
      for (const { kind } of alarms) result.alarms[kind] = (result.alarms[kind] ?? 0) + 1;
      noteLead(result, leads[index] as number[], replayed);
    }
  }
  const own = labels.filter(({ file }) => seen.has(file));
  return results.map((result, index) => ({
    ...result,
    alarmsPer10kSteps: result.steps === 0 ? 0 : (1e4 * result.predictions.length) / result.steps,
    leadTime: { ...result.leadTime, median: quantile(leads[index] as number[], 0.5) },
    score: own.length === 0 ? undefined : score(scoredKinds(judges[index] as Judge), own, result.predictions),
  }));
}

/** Kinds that labels know and the judge can find: what nobody labelled can be neither right nor wrong. */
const scoredKinds = ({ kinds }: Judge): string[] => labelledKinds.filter((kind) => kinds.includes(kind));

function noteLead(result: Backtest, leads: number[], replayed: Replay): void {
  if (replayed.firstNonFiniteStep === undefined) return;
  result.leadTime.runs++;
  const lead = leadTimeOf(replayed);
  if (!lead) return;
  result.leadTime.warned++;
  leads.push(lead.nonFiniteStep - lead.alarmStep);
}

const emptyResult = (judge: string): Backtest => ({
  judge,
  runs: 0,
  steps: 0,
  points: 0,
  alarms: {},
  alarmsPer10kSteps: 0,
  predictions: [],
  score: undefined,
  leadTime: { median: undefined, warned: 0, runs: 0 },
});
