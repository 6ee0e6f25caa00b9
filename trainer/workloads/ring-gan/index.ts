import type { RingGanConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import { mixtureData } from "../planar/mixture";
import { planarGan } from "../planar/planar-gan";
import type { Workload } from "../workload";
import { ringOf } from "./ring";

/** A ring of Gaussians. */
export function ringGan(config: RingGanConfig, context: TrainingContext): Workload {
  const { modes, radius, sigma } = config;
  context.data = { generator: "ring of Gaussians", parameters: { modes, radius, sigma } };
  return planarGan(config, mixtureData(ringOf(config)), context);
}
