import { z } from "zod";
import { RunId, Step } from "../../db/contract/identifiers";
import type { LayerNorms } from "../../db/contract/read-models";
import { getRun } from "../../db/store/runs/runs";
import { readSeries } from "../../db/store/series/read-series";
import { listSeries } from "../../db/store/series/series";
import { inSnapshot } from "../../db/transaction";
import type { ServerContext } from "../context";
import { alignedSteps } from "./aligned-steps";

export const ReadLayers = z.object({
  runId: RunId,
  network: z.string().min(1).max(100),
  metric: z.enum(["gradient_norm", "gradient_norm_clipped"]).default("gradient_norm"),
  /** Most buckets along the steps. */
  width: z.number().int().min(1).max(2000).default(200),
  fromStep: Step.optional(),
  toStep: Step.optional(),
});
export type ReadLayers = z.infer<typeof ReadLayers>;

/** The layers of one network over steps, in buckets that line up over all layers. */
export function readLayers(ctx: ServerContext, input: ReadLayers): LayerNorms {
  const { runId, network, metric, width } = input;
  return inSnapshot(ctx.db, () => {
    getRun(ctx.db, runId);
    const prefix = `${metric}/${network}/`;
    // By id: in the order in which the trainer first named them, which is the order of the network.
    const series = listSeries(ctx.db, runId)
      .filter(({ name }) => name.startsWith(prefix))
      .sort((left, right) => left.id - right.id);
    if (series.length === 0) return { layers: [], steps: [], values: [], nonFinite: [] };
    const fromStep = input.fromStep ?? Math.min(...series.map(({ firstStep }) => firstStep ?? 0));
    const toStep = input.toStep ?? Math.max(...series.map(({ lastStep }) => lastStep ?? 0));
    const bucketSteps = alignedSteps(fromStep, toStep, width);
    const read = series.map(({ name }) => {
      const [data] = readSeries(ctx.db, { runId, names: [name], fromStep, toStep, bucketSteps });
      return data;
    });
    const bucketOf = (step: number) => Math.floor(step / bucketSteps);
    const buckets = [...new Set(read.flatMap((data) => data?.step.map(bucketOf) ?? []))].sort(
      (a, b) => a - b,
    );
    const columnOf = new Map(buckets.map((bucket, column) => [bucket, column]));
    const values = read.map(() => buckets.map(() => Number.NaN));
    const nonFinite = read.map(() => buckets.map(() => 0));
    read.forEach((data, row) => {
      data?.step.forEach((step, index) => {
        const column = columnOf.get(bucketOf(step)) as number;
        (values[row] as number[])[column] = data.max[index] as number;
        (nonFinite[row] as number[])[column] = data.nonFinite[index] as number;
      });
    });
    return {
      layers: series.map(({ name }) => name.slice(prefix.length)),
      steps: buckets.map((bucket) => Math.max(fromStep, bucket * bucketSteps)),
      values,
      nonFinite,
    };
  });
}
