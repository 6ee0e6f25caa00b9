import type { GridGanConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import { mixtureData } from "../planar/mixture";
import { planarGan } from "../planar/planar-gan";
import type { Workload } from "../workload";
import { gridOf } from "./grid";

/** A square grid of Gaussians. */
export function gridGan(config: GridGanConfig, context: TrainingContext): Workload {
  const { side, spacing, sigma } = config;
  context.data = { generator: "grid of Gaussians", parameters: { side, spacing, sigma } };
  return planarGan(config, mixtureData(gridOf(config)), context);
}
