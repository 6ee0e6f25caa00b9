import type { EpisodeCounts, RunRow } from "../../db/contract/read-models";
import { isEnded } from "../../db/contract/statuses";
import { fromColumn } from "../../db/schema/encoded-number";
import { readSeries } from "../../db/store/read-series";
import type { ServerContext } from "../context";
import { countEpisodes, noEpisodes } from "../episodes/count-episodes";
import { keySeries } from "./key-series";
import type { RunRecord } from "./run-record";

/** Runs as tables show them. */
export function presentRuns(ctx: ServerContext, records: readonly RunRecord[]): RunRow[] {
  const counts = countEpisodes(
    ctx.db,
    records.map(({ id }) => id),
  );
  return records.map((record) => presentRun(ctx, record, counts.get(record.id) ?? noEpisodes()));
}

export function presentRun(ctx: ServerContext, record: RunRecord, episodes: EpisodeCounts): RunRow {
  const keys = keySeries(record.workload);
  return {
    id: record.id,
    name: record.name,
    workload: record.workload,
    status: record.status,
    message: record.message,
    seed: record.seed,
    arm: armOf(record),
    interventions: record.interventions,
    backend: record.backend,
    step: record.step,
    totalSteps: record.totalSteps,
    stepsPerSecond: record.stepsPerSecond,
    etaMs: etaMs(record),
    createdAt: record.createdAt,
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    episodes,
    sparkline: sparkline(ctx, record, keys.gradientNorm),
    lastLoss: lastValue(ctx, record.id, keys.loss),
    lastGradientNorm: lastValue(ctx, record.id, keys.gradientNorm),
    lastOutcome: lastValue(ctx, record.id, keys.outcome),
  };
}

type ArmColumns = Pick<RunRecord, "experimentId" | "experimentName" | "armId" | "armName" | "armPosition">;

export function armOf(record: ArmColumns): RunRow["arm"] {
  const { experimentId, experimentName, armId, armName, armPosition } = record;
  if (experimentId === null || experimentName === null) return null;
  if (armId === null || armName === null || armPosition === null) return null;
  return { experimentId, experimentName, armId, armName, position: armPosition };
}

/** Milliseconds that the remaining steps take at the recent pace; null where there is none to judge by. */
export function etaMs({ status, step, totalSteps, stepsPerSecond }: RunRecord): number | null {
  if (isEnded(status) || step === null || !stepsPerSecond) return null;
  return Math.round((1000 * Math.max(0, totalSteps - step)) / stepsPerSecond);
}

function lastValue(ctx: ServerContext, runId: string, name: string): number | null {
  const stored = ctx.db
    .statement("SELECT last_value FROM series WHERE run_id = ? AND name = ?")
    .pluck()
    .get(runId, name) as number | "NaN" | null | undefined;
  return stored === null || stored === undefined ? null : fromColumn(stored);
}

const sparklineWidth = 40;
/** Drawn lines by run, good while the run has not changed: a table of 200 runs redraws what moved. */
const drawn = new WeakMap<object, Map<string, { change: number; sparkline: RunRow["sparkline"] }>>();

function sparkline(ctx: ServerContext, record: RunRecord, name: string): RunRow["sparkline"] {
  let cache = drawn.get(ctx.db);
  if (!cache) {
    cache = new Map();
    drawn.set(ctx.db, cache);
  }
  if (cache.size > 5_000) cache.clear();
  const known = cache.get(record.id);
  if (known?.change === record.change) return known.sparkline;
  const [series] = readSeries(ctx.db, { runId: record.id, names: [name], width: sparklineWidth });
  const line =
    series && series.count > 0
      ? { name, steps: series.step, max: series.max, nonFinite: series.nonFinite }
      : null;
  cache.set(record.id, { change: record.change, sparkline: line });
  return line;
}
