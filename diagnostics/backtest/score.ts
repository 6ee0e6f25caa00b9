import type { RunLabel } from "./label";
import { matchAlarms } from "./match-alarms";
import { poissonInterval } from "./poisson-interval";
import type { Prediction } from "./prediction";

/** How well the alarms of one kind, or of all, agree with the labels. Undefined where nothing was counted. */
export interface KindScore {
  kind: string;
  labels: number;
  found: number;
  falseAlarms: number;
  missed: number;
  duplicates: number;
  ignored: number;
  precision: number | undefined;
  recall: number | undefined;
  f1: number | undefined;
  /** In steps of the run. */
  medianDelay: number | undefined;
  p90Delay: number | undefined;
  /** False alarms in runs without a harmful episode. */
  cleanFalseAlarms: number;
}

export interface Score {
  kinds: KindScore[];
  all: KindScore;
  cleanRuns: number;
  cleanSteps: number;
  /** False alarms of all kinds in 10,000 steps of clean runs, with the exact 95% interval of a Poisson rate. */
  falseAlarmRate: { value: number; low: number; high: number } | undefined;
}

/** Scores alarms against labels, episode by episode. Alarms in files without a label are left out. */
export function score(
  kinds: readonly string[],
  labels: readonly RunLabel[],
  predictions: readonly Prediction[],
): Score {
  const byRun = new Map<string, Prediction[]>();
  for (const prediction of predictions)
    byRun.set(prediction.file, [...(byRun.get(prediction.file) ?? []), prediction]);
  const scored = kinds.map((kind) => {
    const sums = emptySums();
    for (const label of labels) {
      const own = (byRun.get(label.file) ?? []).filter((one) => one.kind === kind);
      const match = matchAlarms(kind, label, own);
      sums.delays.push(...match.delays);
      sums.missed += match.missed;
      sums.falseAlarms += match.falseAlarms;
      sums.duplicates += match.duplicates;
      sums.ignored += match.ignored;
      if (label.verdict === "clean") sums.cleanFalseAlarms += match.falseAlarms;
    }
    return { kind, sums };
  });
  const clean = labels.filter(({ verdict }) => verdict === "clean");
  const cleanSteps = clean.reduce((sum, { steps }) => sum + steps, 0);
  const all = scored.reduce((total, { sums }) => addSums(total, sums), emptySums());
  return {
    kinds: scored.map(({ kind, sums }) => kindScore(kind, sums)),
    all: kindScore("all", all),
    cleanRuns: clean.length,
    cleanSteps,
    falseAlarmRate: falseAlarmRate(all.cleanFalseAlarms, cleanSteps),
  };
}

/** Per 10,000 steps; undefined where no step was healthy. */
export function falseAlarmRate(alarms: number, steps: number): Score["falseAlarmRate"] {
  if (steps === 0) return undefined;
  const { low, high } = poissonInterval(alarms);
  const scale = 1e4 / steps;
  return { value: alarms * scale, low: low * scale, high: high * scale };
}

interface Sums {
  delays: number[];
  missed: number;
  falseAlarms: number;
  duplicates: number;
  ignored: number;
  cleanFalseAlarms: number;
}

const emptySums = (): Sums => ({
  delays: [],
  missed: 0,
  falseAlarms: 0,
  duplicates: 0,
  ignored: 0,
  cleanFalseAlarms: 0,
});

const addSums = (a: Sums, b: Sums): Sums => ({
  delays: [...a.delays, ...b.delays],
  missed: a.missed + b.missed,
  falseAlarms: a.falseAlarms + b.falseAlarms,
  duplicates: a.duplicates + b.duplicates,
  ignored: a.ignored + b.ignored,
  cleanFalseAlarms: a.cleanFalseAlarms + b.cleanFalseAlarms,
});

function kindScore(kind: string, { delays, ...sums }: Sums): KindScore {
  const found = delays.length;
  const labels = found + sums.missed;
  const precision = found + sums.falseAlarms > 0 ? found / (found + sums.falseAlarms) : undefined;
  const recall = labels > 0 ? found / labels : undefined;
  const sum = (precision ?? 0) + (recall ?? 0);
  return {
    kind,
    labels,
    found,
    ...sums,
    precision,
    recall,
    f1:
      precision === undefined || recall === undefined
        ? undefined
        : sum > 0
          ? (2 * precision * recall) / sum
          : 0,
    medianDelay: quantile(delays, 0.5),
    p90Delay: quantile(delays, 0.9),
  };
}

/** Linear between the two nearest; undefined of nothing. */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  return below === undefined || above === undefined ? undefined : below + (above - below) * (place % 1);
}
