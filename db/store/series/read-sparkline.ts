import type { RunRow } from "../../contract/read-models";
import type { Database } from "../../database";
import { readBuckets } from "../rollup/read-buckets";
import { seriesById } from "./series";

type Sparkline = NonNullable<RunRow["sparkline"]>;

const sparklineWidth = 40;
const markedEpisodes = 20;

/** A series in at most 40 buckets, drawn small in a table row. */
export function readSparkline(db: Database, seriesId: number): Omit<Sparkline, "name" | "episodes"> {
  const series = seriesById(db, seriesId);
  const sparkline = { steps: [] as number[], max: [] as number[], nonFinite: [] as number[] };
  if (!series || series.firstStep === null || series.lastStep === null) return sparkline;
  const { buckets } = readBuckets(db, series, {
    fromStep: series.firstStep,
    toStep: series.lastStep,
    width: sparklineWidth,
    bucketSteps: undefined,
  });
  for (const { firstStep, max, nonFinite } of buckets) {
    sparkline.steps.push(firstStep);
    sparkline.max.push(max);
    sparkline.nonFinite.push(nonFinite);
  }
  return sparkline;
}

/** The first warning and critical episodes of a run, to mark below its sparkline. */
export function readEpisodeMarks(db: Database, runId: string): NonNullable<Sparkline["episodes"]> {
  return db
    .statement(
      `SELECT start_step AS startStep, end_step AS endStep, severity FROM episode
       WHERE run_id = ? AND severity <> 'benign' AND abandoned_at IS NULL
       ORDER BY start_step LIMIT ${markedEpisodes}`,
    )
    .all(runId) as NonNullable<Sparkline["episodes"]>;
}
