import { z } from "zod";
import { ChartAxis } from "../../db/contract/chart-axis";
import { RunId } from "../../db/contract/identifiers";
import type { LayerNorms } from "../../db/contract/read-models";
import type { Database } from "../../db/database";
import { readAlignedOver } from "../../db/store/over/read-aligned-over";
import { getRun } from "../../db/store/runs/runs";
import { readSeries } from "../../db/store/series/read-series";
import { listSeries, type StoredSeries } from "../../db/store/series/series";
import { inSnapshot } from "../../db/transaction";
import type { ServerContext } from "../context";
import { alignedSteps } from "./aligned-steps";
import { type LayerCell, layerColumns } from "./layer-columns";
import { axisExtent } from "./read-extent";

export const ReadLayers = z.object({
  runId: RunId,
  network: z.string().min(1).max(100),
  metric: z.enum(["gradient_norm", "gradient_norm_clipped"]).default("gradient_norm"),
  over: ChartAxis.default("step"),
  /** Range of the axis, as for the series themselves. */
  from: z.number().optional(),
  to: z.number().optional(),
  /** Most buckets along the axis. */
  width: z.number().int().min(1).max(2000).default(200),
});
export type ReadLayers = z.infer<typeof ReadLayers>;

/** The layers of one network over an axis, in buckets that line up over all layers. */
export function readLayers({ db }: ServerContext, input: ReadLayers): LayerNorms {
  return inSnapshot(db, () => {
    getRun(db, input.runId);
    const prefix = `${input.metric}/${input.network}/`;
    // By id: in the order in which the trainer first named them, which is the order of the network.
    const series = listSeries(db, input.runId)
      .filter(({ name }) => name.startsWith(prefix))
      .sort((left, right) => left.id - right.id);
    const rows = input.over === "step" ? overSteps(db, series, input) : overAxis(db, series, input);
    return { layers: series.map(({ name }) => name.slice(prefix.length)), ...layerColumns(rows) };
  });
}

function overSteps(
  db: Database,
  series: readonly StoredSeries[],
  { runId, from, to, width }: ReadLayers,
): LayerCell[][] {
  if (series.length === 0) return [];
  const fromStep = Math.max(
    0,
    Math.floor(from ?? Math.min(...series.map(({ firstStep }) => firstStep ?? 0))),
  );
  const toStep = Math.max(0, Math.ceil(to ?? Math.max(...series.map(({ lastStep }) => lastStep ?? 0))));
  const bucketSteps = alignedSteps(fromStep, toStep, width);
  return series.map(({ name }) =>
    readSeries(db, { runId, names: [name], fromStep, toStep, bucketSteps }).flatMap((data) =>
      data.step.map((step, index): LayerCell => {
        const column = Math.floor(step / bucketSteps);
        return {
          column,
          step: Math.max(fromStep, column * bucketSteps),
          lastStep: Math.min(toStep, (column + 1) * bucketSteps - 1),
          value: data.max[index] as number,
          nonFinite: data.nonFinite[index] as number,
        };
      }),
    ),
  );
}

function overAxis(
  db: Database,
  series: readonly StoredSeries[],
  { runId, over, from, to, width }: ReadLayers,
): LayerCell[][] {
  const extent = axisExtent(db, runId, over);
  if (over === "step" || !extent) return [];
  const range = { from: from ?? extent.from, to: to ?? extent.to, width };
  return readAlignedOver(db, runId, series, over, range).map((placed) =>
    placed.map(({ slot, x, lastX, bucket }): LayerCell => {
      const { firstStep, lastStep, max, nonFinite } = bucket;
      return { column: slot, step: firstStep, lastStep, x, lastX, value: max, nonFinite };
    }),
  );
}
