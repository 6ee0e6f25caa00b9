import { z } from "zod";
import { SeriesName } from "../../db/contract/events";
import { ExperimentId } from "../../db/contract/identifiers";
import { describeMetric } from "../../db/contract/metrics";
import type { ArmCurve, SeriesData } from "../../db/contract/read-models";
import { readSeries } from "../../db/store/series/read-series";
import { inSnapshot } from "../../db/transaction";
import { meanInterval } from "../../diagnostics/statistics/student-t";
import { mean } from "../../diagnostics/statistics/summary";
import type { ServerContext } from "../context";
import { alignedSteps } from "../series/aligned-steps";
import { findExperiment, runsOfArm } from "./experiment-record";

export const ReadCurves = z.object({
  id: ExperimentId,
  series: SeriesName,
  /** Most buckets a curve. */
  width: z.number().int().min(1).max(2000).default(300),
});
export type ReadCurves = z.infer<typeof ReadCurves>;

/**
 * Mean over the seeds of each arm, with the 95 % Student-t interval of that mean; below 2 seeds the
 * band is the mean itself. A metric read on a log axis (a norm) is averaged there: the geometric mean,
 * whose interval stays positive; its zeros have no place on that axis and are left out. A bucket's value for one seed is the mean of its finite points; a seed
 * without any there (it diverged, or is not that far) does not count, so `n` may fall along a curve.
 */
export function readCurves(ctx: ServerContext, { id, series, width }: ReadCurves): ArmCurve[] {
  return inSnapshot(ctx.db, () => {
    const experiment = findExperiment(ctx, id);
    const { arms, runs } = experiment;
    const lastStep = Math.max(0, ...runs.map(({ step }) => step ?? 0));
    const bucketSteps = alignedSteps(0, lastStep, width);
    const onLogAxis = describeMetric(series)?.scale === "log";
    return arms.map((arm) => {
      const data = runsOfArm(experiment, arm.id).flatMap((run) =>
        readSeries(ctx.db, { runId: run.id, names: [series], fromStep: 0, toStep: lastStep, bucketSteps }),
      );
      return armCurve(arm.id, data, bucketSteps, onLogAxis);
    });
  });
}

function armCurve(
  armId: string,
  data: readonly SeriesData[],
  bucketSteps: number,
  onLogAxis: boolean,
): ArmCurve {
  const inward = onLogAxis ? Math.log : (value: number) => value;
  const outward = onLogAxis ? Math.exp : (value: number) => value;
  const seedsByBucket = new Map<number, number[]>();
  for (const { step, mean } of data)
    step.forEach((at, index) => {
      const value = inward(mean[index] as number);
      if (!Number.isFinite(value)) return;
      const bucket = Math.floor(at / bucketSteps);
      const seeds = seedsByBucket.get(bucket);
      if (seeds) seeds.push(value);
      else seedsByBucket.set(bucket, [value]);
    });
  const curve: ArmCurve = { armId, step: [], mean: [], low: [], high: [], n: [] };
  for (const [bucket, values] of [...seedsByBucket].sort(([a], [b]) => a - b)) {
    const center = mean(values);
    const interval = meanInterval(values) ?? { low: center, high: center };
    curve.step.push(bucket * bucketSteps);
    curve.mean.push(outward(center));
    curve.low.push(outward(interval.low));
    curve.high.push(outward(interval.high));
    curve.n.push(values.length);
  }
  return curve;
}
