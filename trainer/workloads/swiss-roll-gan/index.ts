import type { SwissRollGanConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import { createSlicedWasserstein } from "../../probes/sliced-wasserstein";
import { scatterOf } from "../../samples/drawing";
import { planarGan, sampleCount } from "../planar/planar-gan";
import type { Workload } from "../workload";
import { drawFromRoll, rollAt } from "./swiss-roll";

const defaults = {
  /** Lines onto which samples are projected; in the plane 64 cover all directions. */
  projections: 64,
  /** Dots of the drawn curve. */
  dots: 60,
};

/** A spiral in the plane. */
export function swissRollGan(config: SwissRollGanConfig, context: TrainingContext): Workload {
  const { turns, sigma } = config;
  context.data = { generator: "swiss roll", parameters: { turns, sigma } };
  const judging = context.random("samples/reals");
  const reals = new Float32Array(2 * sampleCount);
  drawFromRoll(config, judging, reals);
  const slicedWasserstein = createSlicedWasserstein(reals, 2, defaults.projections, judging);
  const centres = Array.from({ length: defaults.dots }, (_, dot) =>
    rollAt(turns, (dot + 0.5) / defaults.dots),
  );
  return planarGan(
    config,
    {
      draw: (target, random, difficulty) =>
        drawFromRoll({ turns, sigma: sigma / difficulty }, random, target),
      judge: (points, samples) =>
        points.set("sample/sliced_wasserstein", slicedWasserstein.distanceOf(samples)),
      picture: (samples) => scatterOf(samples, { centres, sigma }),
    },
    context,
  );
}
