import type { EpisodeRow } from "../../../db/contract/read-models";
import type { Range } from "../../charts/figure";

type Stretch = Pick<EpisodeRow, "startStep" | "endStep" | "evidence">;

/** Steps around an episode that a click zooms to: itself and as much again on each side, 20 at least. */
export function episodeZoom({ startStep, endStep }: Stretch): Range {
  const around = Math.max(20, endStep - startStep);
  return [Math.max(0, startStep - around), endStep + around];
}

/** Steps of the evidence's chart: the window the test looked at, and the beginning of the episode. */
export function evidenceRange({ startStep, endStep, evidence }: Stretch): Range {
  const first = Math.min(evidence.window.firstStep, startStep);
  const last = Math.max(evidence.window.lastStep, Math.min(endStep, startStep + 200));
  const room = Math.max(5, Math.round((last - first) * 0.1));
  return [Math.max(0, first - room), last + room];
}
